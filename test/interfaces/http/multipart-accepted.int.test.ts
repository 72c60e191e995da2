import {
  close,
  definition,
  type FormServer,
  formServer,
  part,
  seenOfWhole,
  table,
  token,
  whole,
} from './multipart-forms'

let server: FormServer
beforeAll(async () => {
  server = await formServer()
})
afterAll(() => server.close())

const bodyWithToken = (headers: readonly string[]): string =>
  part(headers, 'id.secret') + definition + table + close
const bodyWithTable = (headers: readonly string[]): string =>
  token + definition + part(headers, 'a,b\r\n1,2\r\n') + close

describe('a form as it should be', () => {
  test('token, definition, table', async () => {
    expect(await server.seen(whole)).toEqual(seenOfWhole)
  })

  test("the manual's order: token, table, definition", async () => {
    const [first, second, third, end] = seenOfWhole
    expect(await server.seen(token + table + definition + close)).toEqual([first, third, second, end])
  })

  test.each([[definition + token + table + close], [definition + table + token + close]])(
    'a late token is still the first part (%#)',
    async (body) => {
      expect(await server.seen(body)).toEqual(seenOfWhole)
    },
  )

  test('chunked', async () => {
    expect(await server.seen(whole, { chunked: true })).toEqual(seenOfWhole)
  })

  test('empty files', async () => {
    const empty = ['file_def', 'file_csv'].map((name) =>
      part([`Content-Disposition: form-data; name=${name}; filename=f`], ''),
    )
    expect(await server.seen(token + empty.join('') + close)).toEqual([
      'token id.secret',
      'file_def ',
      'file_csv ',
      'end',
    ])
  })

  test('large files pass through whole, whatever stands in them', async () => {
    const lines = `\r\n--${boundaryLike}\r\n--\r\r\n-`.repeat(100_000)
    const body =
      token + definition + part(['Content-Disposition: form-data; name=file_csv; filename=f'], lines) + close
    expect(await server.seen(body)).toEqual([
      'token id.secret',
      'file_def <DatasetDefinition/>',
      `file_csv ${lines.length} bytes`,
      'end',
    ])
  })
})

/** Almost the boundary: it lacks the last character. */
const boundaryLike = 'bound4r'

describe('what real clients send', () => {
  test.each([
    ['name unquoted', ['Content-Disposition: form-data; name=token']],
    ['header names in another case', ['CONTENT-DISPOSITION: FORM-DATA; NAME="token"']],
    ['a type', ['Content-Disposition: form-data; name="token"', 'Content-Type: text/plain']],
    ['the type first', ['Content-Type: text/plain', 'Content-Disposition: form-data; name="token"']],
    [
      'a known charset',
      ['Content-Type: text/plain; charset=utf-16le', 'Content-Disposition: form-data; name=token'],
    ],
    [
      'an unknown charset',
      ['Content-Disposition: form-data; name=token', 'Content-Type: text/plain; charset=klingon'],
    ],
    [
      'a folded charset',
      ['Content-Type: text/plain;', '  charset=klingon', 'Content-Disposition: form-data; name=token'],
    ],
    [
      'octet-stream',
      ['Content-Disposition: form-data; name=token', 'Content-Type: application/octet-stream'],
    ],
    ['a type that is none', ['Content-Disposition: form-data; name=token', 'Content-Type: ?']],
    ['a length', ['Content-Length: 9', 'Content-Disposition: form-data; name=token']],
    ['7bit', ['Content-Disposition: form-data; name=token', 'Content-Transfer-Encoding: 7bit']],
    ['8BIT', ['Content-Transfer-Encoding: 8BIT ', 'Content-Disposition: form-data; name=token']],
    ['binary', ['Content-Disposition: form-data; name=token', 'Content-Transfer-Encoding: binary']],
  ])('the token with %s', async (_, headers) => {
    expect(await server.seen(bodyWithToken(headers))).toEqual(seenOfWhole)
  })

  test('white space around the token', async () => {
    const padded = part(['Content-Disposition: form-data; name=token'], ' \t\r\n id.secret\n')
    expect(await server.seen(padded + definition + table + close)).toEqual(seenOfWhole)
  })

  test.each([
    ['%22', 'filename="a%22b.csv"'],
    ['an escaped quote', 'filename="a\\"b.csv"'],
    ['an RFC 2047 word', 'filename="=?utf-8?B?w6kuY3N2?="'],
    ['raw UTF-8', 'filename="Ã©.csv"'],
    ['filename*', "filename*=UTF-8''%c3%a9.csv"],
    ['filename and filename*', `filename="e.csv"; filename*=UTF-8''%c3%a9.csv`],
    ['a whole path', 'filename="C:\\Users\\jdoe\\t.csv"'],
    ['a path upwards', 'filename="../../etc/passwd"'],
    ['a directory', 'filename="/data/"'],
    ['dots', 'filename=".."'],
    ['an unquoted name', 'filename=t.csv'],
  ])('a file name with %s', async (_, filename) => {
    const headers = [`Content-Disposition: form-data; name="file_csv"; ${filename}`]
    expect(await server.seen(bodyWithTable(headers))).toEqual(seenOfWhole)
  })

  test.each([
    ['no type', []],
    ['octet-stream', ['Content-Type: application/octet-stream']],
    ['a charset', ['Content-Type: text/csv; charset=klingon']],
    ['a length and an encoding', ['Content-Length: 10', 'Content-Transfer-Encoding: Binary']],
    ['an unknown header', ['X-Anything: at all']],
  ])('a file with %s', async (_, more) => {
    const headers = [...more, 'Content-Disposition: form-data; filename="t.csv"; name=file_csv']
    expect(await server.seen(bodyWithTable(headers))).toEqual(seenOfWhole)
  })

  test.each([
    ['quoted', 'multipart/form-data; boundary="bound4ry"'],
    ['among other parameters', 'Multipart/Form-Data;charset=utf-8; Boundary=bound4ry'],
  ])('a boundary %s', async (_, contentType) => {
    expect(await server.seen(whole, { contentType })).toEqual(seenOfWhole)
  })

  test.each(['x'.repeat(200), '----=_Part_1_2.3', 'with space', `'()+_,-./:=?`, 'a"b\\c'])(
    'the boundary %s',
    async (odd) => {
      const contentType = `multipart/form-data; boundary="${odd.replace(/["\\]/g, '\\$&')}"`
      expect(
        await server.seen(
          whole.replaceAll('bound4ry', () => odd),
          { contentType },
        ),
      ).toEqual(seenOfWhole)
    },
  )

  test.each([
    ['no line end behind the closing boundary', whole.slice(0, -2)],
    ['a preamble', `This is a multipart message.\r\n\r\n${whole}`],
    ['a line end as preamble', `\r\n${whole}`],
    ['an epilogue', `${whole}This was it.\r\n`],
    ['an epilogue on the line of the boundary', `${whole.slice(0, -2)} \t that was it`],
    ['another form as epilogue', whole + whole],
  ])('%s', async (_, body) => {
    expect(await server.seen(body)).toEqual(seenOfWhole)
  })
})
