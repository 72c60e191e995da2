import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { beforeBody, framesOf } from './multipart-frames'
import { lookahead } from './multipart-lookahead'
import { MalformedForm } from './multipart-malformed'

export interface PartHeaders {
  /** `undefined`: a disposition without a name. */
  readonly name: string | undefined
  /** `Content-Transfer-Encoding`, in lower case; `7bit` where there is none. */
  readonly transferEncoding: string
}

/** Told of each part in the form's order. */
export interface PartListener {
  /** A whole field: its bytes as latin1, and how many bytes of the body lie before its end. */
  field(part: PartHeaders, value: string, position: number): void
  /** The form goes on only as `content` is read; it is destroyed when the form breaks off. */
  file(part: PartHeaders, content: Readable): void
}

/**
 * Reads a multipart form. Settles when the whole of it was well-formed, and was read; rejects with
 * `MalformedForm`, the body's error, the listener's error, or the signal's.
 */
export async function parseMultipart(
  body: AsyncIterable<Buffer>,
  boundary: string,
  listener: PartListener,
  signal?: AbortSignal,
): Promise<void> {
  const input = lookahead(body, beforeBody)
  const parser = busboy({
    headers: { 'content-type': `multipart/form-data; boundary="${boundary.replace(/["\\]/g, '\\$&')}"` },
    defCharset: 'latin1',
    preservePath: true,
    // The next piece is not asked for before this one has been worked on: `framesOf` relies on it.
    highWaterMark: 1,
  })
  let delivered = 0
  parser.on('field', (name, value, { encoding }) => {
    delivered += 1
    listener.field({ name, transferEncoding: encoding.trim() }, value, input.taken())
  })
  parser.on('file', (name, content, { encoding }) => {
    delivered += 1
    // Without a listener of its own a file that breaks off would end the process.
    content.on('error', () => {})
    listener.file({ name, transferEncoding: encoding.trim() }, content)
  })
  try {
    await pipeline(
      framesOf(input, boundary, () => delivered),
      parser,
      signal ? { signal } : {},
    )
  } catch (fault) {
    if (fault instanceof Error && fault.message === 'Malformed part header') {
      throw new MalformedForm('The headers of a part are malformed.')
    }
    throw fault
  }
}
