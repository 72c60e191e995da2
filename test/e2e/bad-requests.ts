import { gzipSync } from 'node:zlib'
import { type FormPart, formBoundary, formType, openForm, wholeForm } from '../support/upload-form'
import { badMark as mark } from './bad-mark'

type BadRequest = readonly [
  what: string,
  status: number,
  code: string,
  request: (
    good: readonly FormPart[],
    token: string,
  ) => {
    readonly body: Uint8Array
    readonly query?: string
    readonly headers?: Readonly<Record<string, string>>
  },
]

const cutBehind = (body: Buffer, text: string): Uint8Array =>
  body.subarray(0, body.lastIndexOf(text) + text.length)

/** What is wrong with a request, or with the bytes of its body. */
export const badRequests: readonly BadRequest[] = [
  [
    'a token in the query',
    400,
    'token-in-query',
    (good, token) => ({
      body: wholeForm(good),
      query: `?token=${token}`,
    }),
  ],
  ['a body without its closing boundary', 400, 'multipart-invalid', (good) => ({ body: openForm(good) })],
  [
    'a body cut in its last file',
    400,
    'multipart-invalid',
    (good) => ({
      body: cutBehind(wholeForm(good), mark),
    }),
  ],
  [
    'a body cut in the headers of a part',
    400,
    'multipart-invalid',
    (good) => ({
      body: cutBehind(wholeForm(good), 'form-data; name="file_'),
    }),
  ],
  [
    'a body cut in the token',
    400,
    'multipart-invalid',
    (good, token) => ({
      body: cutBehind(wholeForm(good), token.slice(0, 20)),
    }),
  ],
  ['an empty body', 400, 'multipart-invalid', () => ({ body: Buffer.alloc(0) })],
  [
    'another boundary than it says',
    400,
    'multipart-invalid',
    (good) => ({
      body: wholeForm(good),
      headers: { 'Content-Type': `multipart/form-data; boundary=${formBoundary}${mark}` },
    }),
  ],
  [
    'no boundary',
    400,
    'multipart-invalid',
    (good) => ({
      body: wholeForm(good),
      headers: { 'Content-Type': 'multipart/form-data' },
    }),
  ],
  [
    'a body in gzip',
    415,
    'content-encoding',
    (good) => ({
      body: gzipSync(wholeForm(good)),
      headers: { 'Content-Encoding': 'gzip' },
    }),
  ],
  [
    'a body that only says gzip',
    415,
    'content-encoding',
    (good) => ({
      body: wholeForm(good),
      headers: { 'Content-Encoding': 'gzip' },
    }),
  ],
  [
    'a body in gzip that says so nowhere',
    400,
    'multipart-invalid',
    (good) => ({
      body: gzipSync(wholeForm(good)),
    }),
  ],
  [
    'another media type',
    415,
    'media-type',
    (good) => ({
      body: wholeForm(good),
      headers: { 'Content-Type': formType.replace('form-data', 'mixed') },
    }),
  ],
]
