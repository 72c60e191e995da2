import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { refuseUploadRequest } from '../../../src/interfaces/http/form-request'

const refusalOf = (headers: Record<string, string>, url = '/-/token/dataset_import') => {
  const request = new IncomingMessage(new Socket())
  request.url = url
  request.headers = headers
  return refuseUploadRequest(request)
}
const form = 'multipart/form-data; boundary=b'

test.each([
  form,
  'Multipart/Form-Data; charset=utf-8; boundary="a b"',
  `multipart/form-data;boundary=${'b'.repeat(200)}`,
])('%s is read', (type) => {
  expect(refusalOf({ 'content-type': type })).toBeNull()
})

test.each([
  '',
  'multipart/mixed; boundary=b',
  'application/json',
  'text/csv',
  'form-data',
  'multipart/form-data-x; boundary=b',
])('the media type "%s" is not', (type) => {
  expect(refusalOf({ 'content-type': type })).toEqual({ code: 'media-type' })
})

test('nor is none', () => {
  expect(refusalOf({})).toEqual({ code: 'media-type' })
})

test.each(['', '; boundary=', '; boundary=""', `; boundary=${'b'.repeat(201)}`, '; bound=b'])(
  'nor a form with the boundary of "%s"',
  (parameters) => {
    expect(refusalOf({ 'content-type': `multipart/form-data${parameters}` })).toMatchObject({
      code: 'multipart-invalid',
    })
  },
)

test.each(['identity', 'Identity', '', 'identity, identity'])('the encoding "%s" is none', (encoding) => {
  expect(refusalOf({ 'content-type': form, 'content-encoding': encoding })).toBeNull()
})

test.each(['gzip', 'GZIP', 'identity, br', 'x'])('the encoding %s is refused', (encoding) => {
  expect(refusalOf({ 'content-type': form, 'content-encoding': encoding })).toEqual({
    code: 'content-encoding',
  })
})

test.each([
  'token=t',
  'token',
  'TOKEN=t',
  'a=1&Token=t',
  '%74o%6ben=t',
  '+token=t',
  'token[]=t',
  'token%5Ba%5D=t',
  'a?&token=t',
])('a token in the query: %s', (query) => {
  expect(refusalOf({ 'content-type': form }, `/-/token/dataset_import?${query}`)).toEqual({
    code: 'token-in-query',
  })
})

test.each(['', '?', '?a=token', '?tokens=t', '?mytoken=t', '?%ZZ=1'])(
  'no token in the query: %s',
  (query) => {
    expect(refusalOf({ 'content-type': form }, `/-/token/dataset_import${query}`)).toBeNull()
  },
)

test('a token in the query is told before all else: it is spoilt', () => {
  expect(refusalOf({ 'content-encoding': 'gzip' }, '/?token=t')).toEqual({ code: 'token-in-query' })
})
