import { ClientGone } from '../../../src/application/upload-parts'
import { answerEarly, generous } from '../../../src/interfaces/http/early-answer'
import { readTokenForm, type TokenForm } from '../../../src/interfaces/http/form-token'
import { connectRaw, type Listening, listen } from '../../support/raw-http'

let server: Listening
let read: Promise<unknown> | undefined
beforeAll(async () => {
  server = await listen(async (request, response) => {
    const reading = readTokenForm(request, 60_000)
    read = reading.catch((fault: unknown) => fault)
    const form = await reading.catch(() => null)
    const answer = { status: 200, headers: {}, body: JSON.stringify(form) }
    await answerEarly(request, response, answer, generous, 60_000)
  })
})
afterAll(() => server.close())

const formOf = async (
  body: string | FormData | URLSearchParams,
  type?: string,
  query = '',
): Promise<TokenForm> => {
  const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type }
  const response = await fetch(`http://127.0.0.1:${server.port}/${query}`, { method: 'POST', body, headers })
  return JSON.parse(await response.text())
}

const multipart = (fields: readonly (readonly [string, string | Blob])[]): FormData => {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  return form
}

const json = 'application/json'
const urlencoded = 'application/x-www-form-urlencoded'
const refused = (refusal: object) => ({ outcome: 'refused', refusal })

test.each([
  ['urlencoded', new URLSearchParams({ token: ' id.secret\n' }), undefined],
  ['multipart', multipart([['token', 'id.secret ']]), undefined],
  ['JSON', '{"token":" id.secret"}', json],
  ['JSON with a charset', '{"token":"id.secret"}', 'application/json; charset=utf-8'],
])('the token alone, %s', async (_, body, type) => {
  expect(await formOf(body, type)).toEqual({ outcome: 'read', token: 'id.secret', part: null })
})

test.each([
  ['urlencoded', new URLSearchParams({ part: 'keyfile', token: 'id.secret' }), undefined],
  [
    'multipart',
    multipart([
      ['token', 'id.secret'],
      ['part', 'keyfile'],
    ]),
    undefined,
  ],
  ['JSON', '{"part":"keyfile","token":"id.secret"}', json],
])('with a part, %s', async (_, body, type) => {
  expect(await formOf(body, type)).toEqual({ outcome: 'read', token: 'id.secret', part: 'keyfile' })
})

test.each([
  ['urlencoded', 'part=keyfile', urlencoded],
  ['multipart', multipart([['part', 'keyfile']]), undefined],
  ['JSON', '{}', json],
  ['an empty body', '', urlencoded],
])('no token, %s', async (_, body, type) => {
  expect(await formOf(body, type)).toEqual(refused({ code: 'part-missing', part: 'token' }))
})

test.each([
  ['urlencoded', 'token=a&token=b', urlencoded, 'token'],
  ['urlencoded', 'token=a&part=&part=', urlencoded, 'part'],
  [
    'multipart',
    multipart([
      ['token', 'a'],
      ['token', 'a'],
    ]),
    undefined,
    'token',
  ],
])('a field twice, %s', async (_, body, type, part) => {
  expect(await formOf(body, type)).toEqual(refused({ code: 'part-duplicate', part }))
})

test.each([
  ['urlencoded', 'token=a&parts=keyfile', urlencoded],
  [
    'multipart',
    multipart([
      ['token', 'a'],
      ['parts', 'keyfile'],
    ]),
    undefined,
  ],
  ['JSON', '{"token":"a","parts":"keyfile"}', json],
  ['JSON, a name of JavaScript', '{"token":"a","__proto__":"keyfile"}', json],
])('a field nobody knows, %s', async (_, body, type) => {
  expect(await formOf(body, type)).toEqual(refused({ code: 'part-unexpected' }))
})

test.each([
  '',
  '{',
  '[]',
  'null',
  '"a"',
  '{"token":1}',
  '{"token":null}',
  '{"token":{"$ne":""}}',
  '{"token":"a","part":[]}',
])('JSON that is no object of strings: %s', async (body) => {
  expect(await formOf(body, json)).toMatchObject(refused({ code: 'body-invalid' }))
})

test.each([
  ['with a file', multipart([['token', new Blob(['id.secret'])]]), undefined],
  ['cut', '--b\r\nContent-Disposition: form-data; name=token\r\n\r\nid', 'multipart/form-data; boundary=b'],
  ['empty', '', 'multipart/form-data; boundary=b'],
  ['without a boundary', '--b--', 'multipart/form-data'],
])('a multipart form %s', async (_, body, type) => {
  expect(await formOf(body, type)).toMatchObject(refused({ code: 'multipart-invalid' }))
})

test.each(['text/plain', 'application/jsonp', 'nonsense'])('the media type %s', async (type) => {
  expect(await formOf('token=a', type)).toEqual(refused({ code: 'media-type' }))
})

test('a token in the query', async () => {
  expect(await formOf('token=a', urlencoded, '?token=a')).toEqual(refused({ code: 'token-in-query' }))
})

test('64 KiB are read, and not a byte more', async () => {
  const longest = 64 * 1024
  const bodyOf = (bytes: number) => `token=${'a'.repeat(bytes - 'token='.length)}`
  expect((await formOf(bodyOf(longest), urlencoded)).outcome).toBe('read')
  const tooLarge = refused({ code: 'body-too-large', limit: longest })
  expect(await formOf(bodyOf(longest + 1), urlencoded)).toEqual(tooLarge)
  expect(await formOf(bodyOf(100 * longest), urlencoded)).toEqual(tooLarge)
})

test('a client that goes away', async () => {
  const connection = await connectRaw(server.port)
  const arrived = new Promise((resolve) => server.server.once('request', resolve))
  await connection.send(
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: ${urlencoded}\r\nContent-Length: 10\r\n\r\ntok`,
  )
  await arrived
  connection.reset()
  expect(await read).toBeInstanceOf(ClientGone)
})
