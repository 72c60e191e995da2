import { type FormPart, fieldPart, filePart } from '../support/upload-form'
import { badMark as mark } from './bad-mark'

/** The parts of a good form; the two files stand as the order has them. */
export interface GoodParts {
  readonly token: FormPart
  readonly first: FormPart
  readonly second: FormPart
}

type BadForm = readonly [what: string, code: string, parts: (good: GoodParts) => readonly FormPart[]]

const extraField = fieldPart(mark, mark)
const extraFile = filePart(mark, mark, `${mark}.txt`)

/** As much of the body as may arrive before the token. */
const mebibyte = 1024 * 1024

const filledUp = (part: FormPart, bytes: number): FormPart => ({
  ...part,
  content: Buffer.concat([Buffer.from(part.content), Buffer.alloc(bytes - part.content.length, mark)]),
})

const renamed = (part: FormPart, change: (header: string) => string): FormPart => ({
  ...part,
  headers: part.headers.map(change),
})

const withoutFileName = (part: FormPart): FormPart =>
  renamed(part, (header) => header.replace(/; filename=.*/, ''))

/** What is wrong with the parts of a form, and its code. */
export const badForms: readonly BadForm[] = [
  ['the token twice', 'part-duplicate', ({ token, first, second }) => [token, token, first, second]],
  [
    'the token again at the end',
    'part-duplicate',
    ({ token, first, second }) => [token, first, second, token],
  ],
  ['the first file twice', 'part-duplicate', ({ token, first, second }) => [token, first, first, second]],
  ['the second file twice', 'part-duplicate', ({ token, first, second }) => [token, first, second, second]],
  ['no token', 'part-missing', ({ first, second }) => [first, second]],
  ['no first file', 'part-missing', ({ token, second }) => [token, second]],
  ['no second file', 'part-missing', ({ token, first }) => [token, first]],
  ['a token alone', 'part-missing', ({ token }) => [token]],
  ['one more field', 'part-unexpected', ({ token, first, second }) => [token, extraField, first, second]],
  [
    'one more field at the end',
    'part-unexpected',
    ({ token, ...files }) => [token, files.first, files.second, extraField],
  ],
  ['one more file', 'part-unexpected', ({ token, first, second }) => [token, first, extraFile, second]],
  [
    'a mis-cased name',
    'part-unexpected',
    ({ token, first, second }) => [
      token,
      first,
      renamed(second, (header) => header.replace('file_', 'FILE_')),
    ],
  ],
  [
    'a part without a name',
    'multipart-invalid',
    ({ token, first, second }) => [
      token,
      { headers: ['Content-Disposition: form-data'], content: mark },
      first,
      second,
    ],
  ],
  [
    'a part without headers',
    'multipart-invalid',
    ({ token, first, second }) => [token, { headers: [], content: mark }, first, second],
  ],
  [
    'a file without a file name',
    'multipart-invalid',
    ({ token, first, second }) => [token, first, withoutFileName(second)],
  ],
  [
    'a token that is a file',
    'multipart-invalid',
    ({ token, first, second }) => [filePart('token', token.content, `${mark}.txt`), first, second],
  ],
  [
    'a file in base64',
    'multipart-invalid',
    ({ token, first, second }) => [
      token,
      { ...first, headers: [...first.headers, 'Content-Transfer-Encoding: base64'] },
      second,
    ],
  ],
  [
    'headers that end in LF',
    'multipart-invalid',
    ({ token, first, second }) => [token, renamed(first, (header) => `${header}\nX-Note: ${mark}`), second],
  ],
  [
    'a token behind a file of 1 MiB and its headers',
    'token-must-come-first',
    ({ token, first, second }) => [filledUp(first, mebibyte), token, second],
  ],
  [
    'a token behind both files, the second of 2 MiB',
    'token-must-come-first',
    ({ token, first, second }) => [first, filledUp(second, 2 * mebibyte), token],
  ],
]
