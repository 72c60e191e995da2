import { createHash } from 'node:crypto'
import { tokenStatus } from '../support/http-clients'
import { connectRaw, type RawAnswer } from '../support/raw-http'
import { type RunningService, runService } from '../support/running-service'
import { type FormPart, fieldPart, filePart, formBoundary, formType, wholeForm } from '../support/upload-form'

/** What real clients send, and all of it works: each of it imports the same table, through the whole service. */

const path = '/-/token/dataset_import'
const table = Buffer.from('id,town\n1,K\xf6ln\n', 'latin1')
const stored = 'id,town\n1,Köln\n'
const definition = `<DatasetDefinition><Format Encoding="LATIN1"/><Columns>
  <Column Name="id" Type="integer"/><Column Name="town" Type="text"/></Columns></DatasetDefinition>`

let running: RunningService
let project: number
beforeAll(async () => {
  running = await runService()
  await running.provisionUser('jdoe')
  project = await running.provisionProject('Clients', 'jdoe')
})
afterAll(() => running.end())

const issue = () => running.issueToken({ projectId: project, user: 'jdoe' })

const csvPart = filePart('file_csv', table, 't.csv')
const xmlPart = filePart('file_def', definition, 'd.xml')
const tableWith = (...headers: readonly string[]): FormPart => ({ headers, content: table })
const tokenWith =
  (...headers: readonly string[]) =>
  (token: string): FormPart => ({ headers, content: token })

async function send(body: Uint8Array, headers: readonly string[] = [], type = formType): Promise<RawAnswer> {
  const connection = await connectRaw(Number(new URL(running.url).port))
  const head = [`POST ${path} HTTP/1.1`, 'Host: a', `Content-Type: ${type}`, ...headers]
  const length = headers.includes('Transfer-Encoding: chunked') ? [] : [`Content-Length: ${body.length}`]
  await connection.send(`${[...head, ...length].join('\r\n')}\r\n\r\n`)
  await connection.send(body)
  const answer = await connection.answer()
  connection.end()
  await connection.closed
  return answer
}

function expectImported({ status, body }: RawAnswer): void {
  const sha256 = createHash('sha256').update(stored).digest('hex')
  expect([status, JSON.parse(body)]).toMatchObject([
    200,
    { status: 'imported', dataset: { rows: 1, sha256 } },
  ])
}

const disposition = 'Content-Disposition: form-data; name=token'

test.each<[string, (token: string) => FormPart]>([
  ['name=token unquoted', tokenWith(disposition)],
  ['Content-Type in front of Content-Disposition', tokenWith('Content-Type: text/plain', disposition)],
  ['a charset that nobody knows', tokenWith(disposition, 'Content-Type: text/plain; charset=klingon')],
  ['a charset of two bytes', tokenWith(disposition, 'Content-Type: text/plain; charset=utf-16le')],
  [
    'Content-Type: application/octet-stream',
    tokenWith(disposition, 'Content-Type: application/octet-stream'),
  ],
  [
    'Content-Length in the part',
    (token: string) => tokenWith(disposition, `Content-Length: ${token.length}`)(token),
  ],
  ...['7bit', '8bit', 'binary', 'BINARY'].map((encoding): [string, (token: string) => FormPart] => [
    `Content-Transfer-Encoding: ${encoding}`,
    tokenWith(disposition, `Content-Transfer-Encoding: ${encoding}`),
  ]),
  ['white space around the token', (token: string) => tokenWith(disposition)(` \t\r\n${token}\n `)],
])('the token, %s', async (_what, partOf) => {
  expectImported(await send(wholeForm([partOf(await issue()), csvPart, xmlPart])))
})

const file = 'Content-Disposition: form-data; name="file_csv"'

test.each([
  ['%22', 'filename="a%22b.csv"'],
  ['\\"', 'filename="a\\"b.csv"'],
  ['an RFC 2047 word', 'filename="=?utf-8?B?w6kuY3N2?="'],
  ['filename*', "filename*=UTF-8''%c3%a9.csv"],
  ['filename and filename*', `filename="e.csv"; filename*=UTF-8''%c3%a9.csv`],
  ['a whole path', 'filename="C:\\Users\\jdoe\\t.csv"'],
  ['a path upwards', 'filename="../../../etc/passwd"'],
])('a file name with %s, which is used for nothing', async (_what, filename) => {
  const answer = await send(
    wholeForm([fieldPart('token', await issue()), tableWith(`${file}; ${filename}`), xmlPart]),
  )
  expectImported(answer)
  expect(answer.body + running.logged()).not.toMatch(/passwd|Users|b\.csv|=\?|%c3/)
})

test.each([
  ['no Content-Type', []],
  ['a charset, which never overrides the definition’s Encoding', ['Content-Type: text/csv; charset=utf-8']],
  ['one charset more', ['Content-Type: text/csv; charset="utf-16"']],
  [
    'Content-Length and Content-Transfer-Encoding',
    [`Content-Length: ${table.length}`, 'Content-Transfer-Encoding: binary'],
  ],
])('a file with %s', async (_what, headers) => {
  const named = tableWith(...headers, `${file}; filename="t.csv"`)
  for (const files of [
    [named, xmlPart],
    [xmlPart, named],
  ]) {
    expectImported(await send(wholeForm([fieldPart('token', await issue()), ...files])))
  }
})

test.each(['base64', 'quoted-printable', 'x-uuencode'])(
  'Content-Transfer-Encoding: %s is refused, and the token is as good as before',
  async (encoding) => {
    const token = await issue()
    const encoded = tableWith(`${file}; filename="t.csv"`, `Content-Transfer-Encoding: ${encoding}`)
    const { status, body } = await send(wholeForm([fieldPart('token', token), encoded, xmlPart]))
    expect([status, JSON.parse(body)]).toMatchObject([
      400,
      { code: 'multipart-invalid', retry: 'same-token' },
    ])
    expect((await tokenStatus(running.url, token)).body.status).toBe('issued')
  },
)

const goodForm = async () => wholeForm([fieldPart('token', await issue()), csvPart, xmlPart])
const withBoundary = (form: Buffer, boundary: string): Buffer =>
  Buffer.from(
    form.toString('latin1').replaceAll(formBoundary, () => boundary),
    'latin1',
  )

test.each([
  ['quoted', formBoundary, `"${formBoundary}"`],
  ['of 200 characters', 'b'.repeat(200), 'b'.repeat(200)],
  ['with what must be quoted', "a b:c?'", `"a b:c?'"`],
])('a boundary %s', async (_what, boundary, written) => {
  const form = withBoundary(await goodForm(), boundary)
  expectImported(await send(form, [], `multipart/form-data; boundary=${written}`))
})

test('a boundary of 201 characters is refused', async () => {
  const boundary = 'b'.repeat(201)
  const form = withBoundary(await goodForm(), boundary)
  const { status, body } = await send(form, [], `multipart/form-data; boundary=${boundary}`)
  expect([status, JSON.parse(body).code]).toEqual([400, 'multipart-invalid'])
})

test.each([
  ['no CRLF after the closing boundary', (form: Buffer) => form.subarray(0, -2)],
  ['a preamble', (form: Buffer) => Buffer.concat([Buffer.from('For readers of mail.\r\n'), form])],
  ['an epilogue', (form: Buffer) => Buffer.concat([form, Buffer.from('That was all.\r\n')])],
])('%s', async (_what, change) => expectImported(await send(change(await goodForm()))))

test('chunked, with no length', async () => {
  const form = await goodForm()
  const chunks = [form.subarray(0, 100), form.subarray(100)].flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ])
  const body = Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')])
  expectImported(await send(body, ['Transfer-Encoding: chunked']))
})

test('Upgrade: h2c is ignored, and answered as HTTP/1.1', async () => {
  const asking = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']
  expectImported(await send(await goodForm(), asking))
})

test('Content-Encoding: identity is none', async () =>
  expectImported(await send(await goodForm(), ['Content-Encoding: identity'])))

test('any other Expect than 100-continue is 417', async () => {
  const { status } = await send(await goodForm(), ['Expect: 200-ok'])
  expect(status).toBe(417)
})

test('the token behind the files, while no more than 1 MiB has arrived, in either order of them', async () => {
  for (const files of [
    [csvPart, xmlPart],
    [xmlPart, csvPart],
  ]) {
    const token = fieldPart('token', await issue())
    expectImported(await send(wholeForm([...files, token])))
    const between = [...files]
    between.splice(1, 0, fieldPart('token', await issue()))
    expectImported(await send(wholeForm(between)))
  }
})
