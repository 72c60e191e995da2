import * as t from 'io-ts'
import { type ImportKind, importKinds } from '../../application/use-cases'
import { lineSchema, refined } from './described'
import { hashExample } from './json-forms'
import { parseTime } from './rfc3339'

const lengthOf = (text: string): number => [...text].length

/** Half of a surrogate pair can't be written as UTF-8: two such names would become one. */
const unprintable = /[\p{Cc}\p{Cs}]/u
const unprintableButSpace = /[^\P{Cc}\t\n\r]|\p{Cs}/u

/** A text of one line, not empty. */
export const isLineOf = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value !== '' && lengthOf(value) <= most && !unprintable.test(value)

/** A text of any lines, not empty. */
export const isTextOf = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value !== '' && lengthOf(value) <= most && !unprintableButSpace.test(value)

export const personName = refined(
  'a text of 1 to 200 characters, none of them a control character',
  { ...lineSchema(200), examples: ['jdoe'] },
  (value) => (isLineOf(value, 200) ? value : null),
)

/** White space around the name of a project or group means nothing. */
export const thingName = refined(
  'a text of 1 to 200 characters that is not blank, none of them a control character',
  { ...lineSchema(200), pattern: '\\S', examples: ['cardiology'] },
  (value) => (isLineOf(value, 200) && value.trim() !== '' ? value : null),
)

export const description = refined(
  'a text of at most 2000 characters',
  { type: 'string', maxLength: 2000, examples: ['Follow-up of heart failure'] },
  (value) => (value === '' || isTextOf(value, 2000) ? value : null),
)

export const shortText = refined('a text of 1 to 200 characters', lineSchema(200), (value) =>
  isLineOf(value, 200) ? value : null,
)

export const wholeNumber = refined('a whole number from 1 on', { type: 'integer', minimum: 1 }, (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : null,
)

export const time = refined(
  'a time of RFC 3339, such as 2031-05-17T08:00:00Z',
  { type: 'string', format: 'date-time', examples: ['2031-05-17T08:00:00Z'] },
  (value) => (typeof value === 'string' ? parseTime(value) : null),
)

export const sha256 = refined(
  'a SHA-256 of 64 hexadecimal digits',
  { type: 'string', pattern: '^[0-9A-Fa-f]{64}$', examples: [hashExample] },
  (value) => (typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : null),
)

export const kind = refined<ImportKind>(
  `one of ${importKinds.join(', ')}`,
  { type: 'string', enum: importKinds },
  (value) => importKinds.find((known) => known === value) ?? null,
)

export const listOf = <A>(item: t.Type<A, A, unknown>, name: string) => t.readonlyArray(item, name)
