import type { FormRefusal } from '../../../src/application/upload-parts'
import {
  boundary,
  close,
  definition,
  type FormServer,
  formServer,
  part,
  seenOfRefusal,
  table,
  token,
  whole,
} from './multipart-forms'

let server: FormServer
beforeAll(async () => {
  server = await formServer()
})
afterAll(() => server.close())

const refusalOf = async (body: string, contentType?: string): Promise<FormRefusal> => {
  const seen = await server.seen(body, contentType === undefined ? {} : { contentType })
  const last = seen.at(-2) ?? ''
  expect(last).toMatch(/^refused /)
  expect(seen.at(-1)).toBe('end')
  return JSON.parse(last.slice('refused '.length))
}

const field = (name: string, value = 'v'): string =>
  part([`Content-Disposition: form-data; name=${name}`], value)
const file = (name: string): string => part([`Content-Disposition: form-data; name=${name}; filename=f`], 'v')

describe('a part is missing', () => {
  test.each([
    ['token', definition + table + close],
    ['file_def', token + table + close],
    ['file_csv', token + definition + close],
    ['token', close],
  ])('%s', async (name, body) => {
    expect(await refusalOf(body)).toEqual({ code: 'part-missing', part: name })
  })
})

describe('a part comes twice', () => {
  test.each([
    ['token', token + token + definition + table + close],
    ['token', whole.slice(0, -close.length) + token + close],
    ['file_def', token + definition + definition + table + close],
    ['file_csv', token + table + table + definition + close],
    ['file_csv', token + table + field('file_csv') + definition + close],
  ])('%s', async (name, body) => {
    expect(await refusalOf(body)).toEqual({ code: 'part-duplicate', part: name })
  })
})

describe('a part nobody knows', () => {
  test.each([
    ['a field before all others', field('other') + whole],
    ['a field behind all others', token + definition + table + field('other') + close],
    ['a file', token + definition + file('other') + table + close],
    ['a known name in another case', token + definition + file('File_csv') + close],
    ['a name with white space', token + definition + file('" file_csv"') + close],
    ['a name of JavaScript', field('__proto__') + whole],
  ])('%s', async (_, body) => {
    expect(await refusalOf(body)).toEqual({ code: 'part-unexpected' })
  })
})

const csv = 'Content-Disposition: form-data; name=file_csv'

describe('what is no upload form', () => {
  test.each([
    ['a field where a file belongs', token + definition + field('file_csv') + close],
    ['a file with an empty name', token + definition + part([`${csv}; filename=""`], 'v') + close],
    [
      'an octet-stream without a file name',
      token + definition + part([csv, 'Content-Type: application/octet-stream'], 'v') + close,
    ],
    ['a token with a file name', file('token') + definition + table + close],
    ['a token that is too long', field('token', 'x'.repeat(1025)) + definition + table + close],
    ['a nameless field', token + definition + table + part(['Content-Disposition: form-data'], 'v') + close],
    [
      'a nameless file',
      token + definition + part(['Content-Disposition: form-data; filename=f'], 'v') + close,
    ],
    ['an empty name', token + definition + table + field('""') + close],
    [
      'a part without a disposition',
      token + part(['Content-Type: text/csv'], 'v') + definition + table + close,
    ],
    ['the same as the last part', token + definition + table + part(['X-A: b'], 'v') + close],
    ['a part without headers', token + definition + table + part([], 'v') + close],
    [
      'another disposition',
      token + definition + table + part(['Content-Disposition: inline; name=a'], 'v') + close,
    ],
    [
      'a disposition that is none',
      token + definition + table + part(['Content-Disposition: ;;'], 'v') + close,
    ],
    [
      'base64',
      token + definition + part([`${csv}; filename=f`, 'Content-Transfer-Encoding: base64'], 'v') + close,
    ],
    [
      'quoted-printable',
      part(
        ['Content-Disposition: form-data; name=token', 'Content-Transfer-Encoding: quoted-printable'],
        'v',
      ) + close,
    ],
    ['line feeds only', whole.replaceAll('\r\n', '\n')],
    [
      'line feeds in the headers of a part',
      token + definition + table.replace('"\r\nContent-Type', '"\nContent-Type') + close,
    ],
    [
      'a line feed behind a boundary',
      token + definition.replace(`${boundary}\r\n`, `${boundary}\n`) + table + close,
    ],
    [
      'a carriage return behind a boundary',
      token + definition.replace(`${boundary}\r\n`, `${boundary}\r`) + table + close,
    ],
    ['a longer boundary within', token + definition + table.replace(boundary, `${boundary}x`) + close],
    ['one hyphen behind the last boundary', `${token}${definition}${table}--${boundary}-`],
    ['a control character in a header', token + part([`${csv}; filename="a\0b"`], 'v') + close],
    ['a header without a colon', token + part([csv, 'nonsense'], 'v') + close],
    ['headers without an end', `${token}--${boundary}\r\n${csv}; filename=${'x'.repeat(20_000)}`],
    ['another boundary than announced', whole.replaceAll(boundary, 'other')],
    ['an empty body', ''],
    ['garbage', '\0\r\n--\x80'.repeat(1000)],
    ['too much before the first boundary', 'x'.repeat(1024 * 1024 + 1) + whole],
    ['too much behind the last boundary', whole + 'x'.repeat(1024 * 1024 + 1)],
  ])('%s', async (_, body) => {
    expect(await refusalOf(body)).toMatchObject({ code: 'multipart-invalid', detail: expect.any(String) })
  })

  test.each([
    'multipart/form-data',
    'multipart/form-data; boundary=""',
    `multipart/form-data; boundary=${'x'.repeat(201)}`,
  ])('the boundary of %s', async (contentType) => {
    expect(await refusalOf(whole, contentType)).toMatchObject({ code: 'multipart-invalid' })
  })

  test('the reasons are told apart', async () => {
    const reasons = [
      await refusalOf(token + definition + field('file_csv') + close),
      await refusalOf(file('token') + close),
      await refusalOf(token + part(['X-A: b'], 'v') + close),
    ]
    expect(new Set(reasons.map((reason) => JSON.stringify(reason))).size).toBe(3)
  })
})

test('a body that ends within a file breaks its content, and the reason is the last part', async () => {
  const cut = whole.slice(0, whole.indexOf('1,2'))
  const seen = await server.seen(cut)
  expect(seen).toHaveLength(5)
  expect(seen[2]).toMatch(/^file_csv broken after [0-9]+$/)
  expect(seen.slice(3)).toEqual([
    seenOfRefusal({
      code: 'multipart-invalid',
      detail: 'The body ends before the closing boundary of its form.',
    }),
    'end',
  ])
})

test('a form that lacks its closing boundary only is refused, though all of its files are there', async () => {
  for (let length = whole.length - close.length; length < whole.length - '\r\n'.length; length += 1) {
    expect((await server.seen(whole.slice(0, length))).at(-2)).toMatch(/^refused .*multipart-invalid/)
  }
})

describe('the size of the table', () => {
  const limit = 5000
  let limited: FormServer
  beforeAll(async () => {
    limited = await formServer({ maxUploadBytes: limit, maxDefinitionBytes: 30 })
  })
  afterAll(() => limited.close())
  const tableOf = (bytes: number): string => part([`${csv}; filename=f`], 'x'.repeat(bytes))
  const tooLarge = seenOfRefusal({ code: 'upload-too-large', limit })

  test('exactly the limit passes', async () => {
    const seen = await limited.seen(token + definition + tableOf(limit) + close)
    expect(seen.slice(2)).toEqual([`file_csv ${limit} bytes`, 'end'])
  })

  test.each([limit + 1, 10 * limit, 100 * limit])('%d bytes do not', async (bytes) => {
    const seen = await limited.seen(token + definition + tableOf(bytes) + close)
    expect(seen[2]).toMatch(/^file_csv broken/)
    expect(seen.slice(3)).toEqual([tooLarge, 'end'])
  })

  test('nor before the token', async () => {
    const seen = await limited.seen(tableOf(limit + 1) + definition + token + close)
    expect(seen[0]).toBe('token id.secret')
    expect(seen[1]).toMatch(/^file_csv broken after/)
    expect(seen.slice(2)).toEqual([tooLarge, 'end'])
  })

  test('the definition has its own', async () => {
    const long = definition.replace('/>', `${' '.repeat(20)}/>`)
    const seen = await limited.seen(token + long + table + close)
    expect(seen.slice(2)).toEqual([seenOfRefusal({ code: 'upload-too-large', limit: 30 }), 'end'])
  })
})

describe('a token behind files', () => {
  const tokenBehind = (bytes: number): string =>
    definition + part([`${csv}; filename=f`], 'x'.repeat(bytes)) + token + close
  const most = 1024 * 1024 - (tokenBehind(0).length - close.length + `--${boundary}`.length)

  test('is accepted while no more than 1 MiB has arrived', async () => {
    expect((await server.seen(tokenBehind(most))).slice(2)).toEqual([`file_csv ${most} bytes`, 'end'])
  })

  test.each([most + 1, most + 1000, 2 * 1024 * 1024])('is not, a byte or more later (%d)', async (bytes) => {
    expect(await server.seen(tokenBehind(bytes))).toEqual([
      seenOfRefusal({ code: 'token-must-come-first' }),
      'end',
    ])
  })

  test('is not waited for any longer', async () => {
    const connection = await server.connect([
      `Content-Type: multipart/form-data; boundary=${boundary}`,
      'Content-Length: 1000000000',
    ])
    await connection.send(table.replace('1,2', 'x'.repeat(1024 * 1024)))
    expect(await server.next()).toEqual([seenOfRefusal({ code: 'token-must-come-first' }), 'end'])
    connection.reset()
  })
})
