import { tokenStatus } from './http-clients'
import { connectRaw, type RawAnswer } from './raw-http'
import { until } from './until'
import { type UploadRequest, uploadEndpoint } from './upload'
import { fieldPart, filePart, formType, inOrder, wholeForm } from './upload-form'

/** An upload that has stopped in the middle of its table, its token accepted. */
export interface HeldUpload {
  /** Sends what is left, and reads the answer. */
  finish(): Promise<RawAnswer>
}

/** Sends an upload over a socket of its own, half the table of it, and settles when the service is receiving. */
export async function holdUpload(request: UploadRequest): Promise<HeldUpload> {
  const { url, kind = 'dataset', token, csv, definition, order = 'manual' } = request
  const table = Buffer.from(csv)
  const files = inOrder(
    order,
    filePart('file_csv', table, 'table.csv'),
    filePart('file_def', definition, 'definition.xml'),
  )
  const form = wholeForm([fieldPart('token', token), ...files])
  const sentFirst = form.indexOf(table) + (table.length >> 1)

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
  await until(async () => (await tokenStatus(url, token)).body.status === 'receiving')
  return {
    async finish() {
      await connection.send(form.subarray(sentFirst))
      const answer = await connection.answer()
      connection.end()
      return answer
    },
  }
}
