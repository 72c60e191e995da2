import { tokenStatus } from './http-clients'
import { connectRaw, type RawAnswer } from './raw-http'
import { until } from './until'
import { type UploadRequest, uploadEndpoint } from './upload'
import { fieldPart, filePart, formType, inOrder, wholeForm } from './upload-form'

/** An upload that has stopped in the middle of its table, its token accepted. */
export interface HeldUpload {
  /** Sends what is left, and reads the answer. */
  finish(): Promise<RawAnswer>
  /** The answer, without sending anything more. */
  answer(): Promise<RawAnswer>
  readonly closed: Promise<void>
  /** Breaks the connection off, with an RST. */
  abort(): void
  /** Ends it in the middle, with a FIN. */
  end(): void
}

/**
 * Sends an upload over a socket of its own, half the table of it or another share, and settles when the service is
 * receiving.
 */
export async function holdUpload(request: UploadRequest, share = 0.5): Promise<HeldUpload> {
  const { url, kind = 'dataset', token, csv, definition, order = 'manual' } = request
  const table = Buffer.from(csv)
  const files = inOrder(
    order,
    filePart('file_csv', table, 'table.csv'),
    filePart('file_def', definition, 'definition.xml'),
  )
  const form = wholeForm([fieldPart('token', token), ...files])
  const sentFirst = form.indexOf(table) + Math.floor(table.length * share)

  const endpoint = new URL(uploadEndpoint(url, kind))
  const connection = await connectRaw(Number(endpoint.port))
  const head = [
    `POST ${endpoint.pathname} HTTP/1.1`,
    `Host: ${endpoint.host}`,
    `Content-Type: ${formType}`,
    `Content-Length: ${form.length}`,
  ]
  await connection.send(`${head.join('\r\n')}\r\n\r\n`)
  await connection.send(form.subarray(0, sentFirst))
  await until(async () => {
    if (connection.unread() !== '') throw new Error(`it was answered too early: ${connection.unread()}`)
    return (await tokenStatus(url, token)).body.status === 'receiving'
  })
  return {
    async finish() {
      await connection.send(form.subarray(sentFirst))
      const answer = await connection.answer()
      connection.end()
      return answer
    },
    answer: () => connection.answer(),
    closed: connection.closed,
    abort: () => connection.reset(),
    end: () => connection.end(),
  }
}
