import { randomUUID } from 'node:crypto'

/** The form of an upload, of a length that is known before it is sent. */
export interface UploadForm {
  readonly contentType: string
  readonly length: number
  readonly chunks: AsyncIterable<Uint8Array>
}

/** A file, read as far as its size when it was opened. */
export interface SizedFile {
  readonly size: number
  readonly content: AsyncIterable<Uint8Array>
}

/** A file of an upload has lost bytes since it was opened. */
export class FileShrank extends Error {
  override readonly name = 'FileShrank'
}

/** Token, definition, table: in that order the table is de-identified as it arrives. No file's name is sent. */
export function uploadForm(token: string, definition: SizedFile, table: SizedFile): UploadForm {
  const boundary = `aperture-${randomUUID()}`
  const head = (disposition: string) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`)
  const lineEnd = Buffer.from('\r\n')
  const begin = Buffer.concat([
    head('name="token"'),
    Buffer.from(token),
    lineEnd,
    head('name="file_def"; filename="definition.xml"'),
  ])
  const middle = Buffer.concat([lineEnd, head('name="file_csv"; filename="table.csv"')])
  const end = Buffer.from(`\r\n--${boundary}--\r\n`)

  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    yield begin
    yield* exactly(definition)
    yield middle
    yield* exactly(table)
    yield end
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length: begin.length + definition.size + middle.length + table.size + end.length,
    chunks: chunks(),
  }
}

/** What was written behind the file's end meanwhile is left. */
async function* exactly({ size, content }: SizedFile): AsyncGenerator<Uint8Array, void> {
  let left = size
  for await (const chunk of content) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
  if (left > 0) throw new FileShrank('a file has become shorter while it was sent')
}
