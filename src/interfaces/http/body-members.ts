import * as t from 'io-ts'
import { type ImportKind, importKinds } from '../../application/use-cases'
import { parseTime } from './rfc3339'

/** A type whose name ends the sentence 'must be …'. */
export const refined = <A>(name: string, read: (value: unknown) => A | null): t.Type<A, A, unknown> =>
  new t.Type<A, A, unknown>(
    name,
    (value): value is A => read(value) !== null,
    (value, context) => {
      const found = read(value)
      return found === null ? t.failure(value, context) : t.success(found)
    },
    t.identity,
  )

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
  (value) => (isLineOf(value, 200) ? value : null),
)

/** White space around the name of a project or group means nothing. */
export const thingName = refined(
  'a text of 1 to 200 characters that is not blank, none of them a control character',
  (value) => (isLineOf(value, 200) && value.trim() !== '' ? value : null),
)

export const description = refined('a text of at most 2000 characters', (value) =>
  value === '' || isTextOf(value, 2000) ? value : null,
)

export const shortText = refined('a text of 1 to 200 characters', (value) =>
  isLineOf(value, 200) ? value : null,
)

export const wholeNumber = refined('a whole number from 1 on', (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : null,
)

export const time = refined('a time of RFC 3339, such as 2031-05-17T08:00:00Z', (value) =>
  typeof value === 'string' ? parseTime(value) : null,
)

export const sha256 = refined('a SHA-256 of 64 hexadecimal digits', (value) =>
  typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : null,
)

export const kind = refined<ImportKind>(
  `one of ${importKinds.join(', ')}`,
  (value) => importKinds.find((known) => known === value) ?? null,
)

/** `null` takes the member away. */
export const orNull = <A>(type: t.Type<A, A, unknown>): t.Type<A | null, A | null, unknown> =>
  new t.Type<A | null, A | null, unknown>(
    `${type.name}, or null`,
    (value): value is A | null => value === null || type.is(value),
    (value, context) => (value === null ? t.success(null) : type.validate(value, context)),
    t.identity,
  )

export const listOf = <A>(item: t.Type<A, A, unknown>, name: string) => t.readonlyArray(item, name)
