import type { Lookahead } from './multipart-lookahead'
import { MalformedForm } from './multipart-malformed'

const lineEnd = Buffer.from('\r\n')
const endOfHeaders = Buffer.from('\r\n\r\n')
const closing = Buffer.from('--')

/** What a form may hold besides its files; a file is bounded by whoever reads it. */
export const formBounds = {
  /** Busboy's own. */
  headerBytes: 16 * 1024,
  fieldBytes: 1024,
  /** Before the first boundary, and again behind the last. */
  ignoredBytes: 1024 * 1024,
} as const

/** What stands before the first byte of a body, so that its first boundary is found like the others. */
export const beforeBody = lineEnd

/**
 * Hands a form to busboy piece by piece, and sees to what busboy passes over in silence: a part without a
 * usable `Content-Disposition`, a boundary with something else on its line, endless fields. Either would let
 * a form go through of which something was dropped.
 *
 * A part's `Content-Type` is kept from busboy: it would make a file of a token sent as
 * `application/octet-stream`, and lose the value of a field in a charset that it doesn't know. Nothing here
 * depends on that header.
 *
 * `delivered` counts the parts that busboy has delivered. It is asked when a piece has been worked on, so
 * the next piece must not be asked for before.
 */
export async function* framesOf(
  input: Lookahead,
  boundary: string,
  delivered: () => number,
): AsyncGenerator<Buffer, void> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  await ignore(input.until(delimiter))
  for (let closed = 0; ; closed += 1) {
    const behind = await input.peek(lineEnd.length)
    const last = behind.equals(closing)
    if (!last && !behind.equals(lineEnd)) throw new MalformedForm('A boundary is not alone on its line.')
    yield last ? Buffer.concat([delimiter, closing]) : delimiter
    if (delivered() !== closed) throw new MalformedForm('A part has no Content-Disposition that names it.')
    if (last) break

    yield withoutContentType(await input.through(endOfHeaders, formBounds.headerBytes))
    let bytes = 0
    for await (const piece of input.until(delimiter)) {
      bytes += piece.length
      yield piece
      // Busboy delivers a file when its content begins, a field when it ends.
      if (bytes > formBounds.fieldBytes && delivered() === closed) {
        throw new MalformedForm(
          `A field is longer than ${formBounds.fieldBytes} bytes; a file needs a file name.`,
        )
      }
    }
  }
  await ignore(input.rest())
}

async function ignore(pieces: AsyncIterable<Buffer>): Promise<void> {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > formBounds.ignoredBytes) throw new MalformedForm('There is too much outside of the form.')
  }
}

/** `block` begins with the end of the boundary's line. A folded header goes with its first line. */
function withoutContentType(block: Buffer): Buffer {
  const headers = block.toString('latin1').split(/\r\n(?![ \t])/)
  return Buffer.from(headers.filter((header) => !/^content-type:/i.test(header)).join('\r\n'), 'latin1')
}
