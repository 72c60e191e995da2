import { randomUUID } from 'node:crypto'

const boundary = 'a-boundary-of-the-soak'
const paths = { dataset: 'dataset', ephemeral: 'ephemeral_dataset', external: 'external_dataset' }
export const kinds = Object.keys(paths)
export const orders = ['manual', 'definition-first']
export const pathOf = (kind) => `/-/token/${paths[kind]}_import`

export const definition = () => `<DatasetDefinition>
  <CatalogueIdentifier Uuid="${randomUUID()}"/>
  <Columns>
    <Column Name="patient" Type="text" Deidentify="pseudonymize"/>
    <Column Name="age" Type="integer"/>
    <Column Name="note" Type="text"/>
  </Columns>
</DatasetDefinition>`

const row = (n) => `patient-${n},${n % 90},${'a note of some length '.repeat(1 + (n % 7))}\n`

export const table = (rows) => `patient,age,note\n${Array.from({ length: rows }, (_, n) => row(n)).join('')}`

/** One upload as bytes for a socket, and where in them its parts are. */
export function uploadRequest({ token, kind, order, chunked, rows }) {
  const part = (name, content, fileName = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${fileName}\r\n\r\n${content}\r\n`
  const content = table(rows)
  const csv = part('file_csv', content, '; filename="t.csv"')
  const def = part('file_def', definition(), '; filename="t.xml"')
  const first = part('token', token)
  const files = order === 'manual' ? [csv, def] : [def, csv]
  const form = Buffer.from(`${first}${files.join('')}--${boundary}--\r\n`)
  const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${form.length}`
  const head = Buffer.from(
    `POST ${pathOf(kind)} HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\n${length}\r\n\r\n`,
  )
  const body = chunked ? inChunks(form) : form
  const csvBegins = head.length + body.indexOf('patient,age')
  return {
    bytes: Buffer.concat([head, body]),
    tokenEnds: head.length + first.length,
    csv: [csvBegins, csvBegins + content.length],
  }
}

const chunkBytes = 4_096

function inChunks(bytes) {
  const chunks = []
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes)
    chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'))
  }
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')])
}
