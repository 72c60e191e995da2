import type { RequestListener } from 'node:http'
import { ClientGone, type FormRefusal, PartBroken } from '../../../src/application/upload-parts'
import { readUploadForm, type UploadLimits } from '../../../src/interfaces/http/form-upload'
import { connectRaw, listen, type RawConnection } from '../../support/raw-http'

export const boundary = 'bound4ry'

/** A part as it stands in a form, between its boundaries. */
export const part = (headers: readonly string[], content: string): string =>
  `--${boundary}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n${content}\r\n`

export const token = part(['Content-Disposition: form-data; name="token"'], 'id.secret')
export const definition = part(
  ['Content-Disposition: form-data; name="file_def"; filename="d.xml"', 'Content-Type: text/xml'],
  '<DatasetDefinition/>',
)
export const table = part(
  ['Content-Disposition: form-data; name="file_csv"; filename="t.csv"', 'Content-Type: text/csv'],
  'a,b\r\n1,2\r\n',
)
export const close = `--${boundary}--\r\n`

export const whole = token + definition + table + close

/** All that a reader of a form sees, each part as a line. */
export const seenOfWhole = [
  'token id.secret',
  'file_def <DatasetDefinition/>',
  'file_csv a,b\r\n1,2\r\n',
  'end',
]

export const seenOfRefusal = (refusal: FormRefusal): string => `refused ${JSON.stringify(refusal)}`

const wordFor = (fault: unknown): string => {
  if (fault instanceof PartBroken) return 'broken'
  if (fault instanceof ClientGone) return 'gone'
  throw fault
}

/** Reads a form to its end, as the application does, and writes down what it saw. */
export async function readAll(form: ReturnType<typeof readUploadForm>): Promise<string[]> {
  const seen: string[] = []
  try {
    for await (const arrived of form.parts) {
      if (arrived.part === 'token') seen.push(`token ${arrived.value}`)
      else if (arrived.part === 'refused') seen.push(seenOfRefusal(arrived.refusal))
      else seen.push(`${arrived.part} ${await textOf(arrived.content)}`)
    }
    seen.push('end')
  } catch (fault) {
    seen.push(wordFor(fault))
  }
  return seen
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of content) chunks.push(chunk)
  } catch (fault) {
    return `${wordFor(fault)} after ${Buffer.concat(chunks).length}`
  }
  const bytes = Buffer.concat(chunks)
  return bytes.length > 1000 ? `${bytes.length} bytes` : bytes.toString('latin1')
}

export interface FormServer {
  /** What the reader of the next form to arrive sees in the end. */
  next(): Promise<string[]>
  connect(headers?: readonly string[]): Promise<RawConnection>
  /** Sends one form in one request and gives what its reader saw. */
  seen(body: string | Uint8Array, options?: { contentType?: string; chunked?: boolean }): Promise<string[]>
  close(): Promise<void>
}

/** A server that reads the upload forms it is sent. */
export async function formServer(limits: UploadLimits = { maxUploadBytes: 1e9 }): Promise<FormServer> {
  const results: string[][] = []
  let wake = () => {}
  const handler: RequestListener = async (request, response) => {
    results.push(await readAll(readUploadForm(request, limits)))
    wake()
    request.resume()
    response.end()
  }
  const listening = await listen(handler)

  const next = async (): Promise<string[]> => {
    for (;;) {
      const result = results.shift()
      if (result !== undefined) return result
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  const connect = async (headers: readonly string[] = []): Promise<RawConnection> => {
    const connection = await connectRaw(listening.port)
    await connection.send(
      `POST / HTTP/1.1\r\nHost: a\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`,
    )
    return connection
  }

  return {
    next,
    connect,
    close: listening.close,
    async seen(body, { contentType = `multipart/form-data; boundary=${boundary}`, chunked = false } = {}) {
      const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body
      const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${bytes.length}`
      const connection = await connect([`Content-Type: ${contentType}`, length])
      if (chunked) {
        await connection.send(`${bytes.length.toString(16)}\r\n`)
        await connection.send(bytes)
        await connection.send('\r\n0\r\n\r\n')
      } else await connection.send(bytes)
      const result = await next()
      connection.reset()
      return result
    },
  }
}
