import * as t from 'io-ts'
import { type ImportKind, importKinds } from '../../application/use-cases'
import { parseTime } from './rfc3339'

/** A type whose name ends the sentence 'must be …'. */
const refined = <A>(name: string, read: (value: unknown) => A | null): t.Type<A, A, unknown> =>
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

export const personName = refined(
  'a text of 1 to 200 characters, none of them a control character',
  (value) =>
    typeof value === 'string' && value !== '' && lengthOf(value) <= 200 && !unprintable.test(value)
      ? value
      : null,
)

/** White space around the name of a project or group means nothing. */
export const thingName = refined(
  'a text of 1 to 200 characters that is not blank, none of them a control character',
  (value) =>
    typeof value === 'string' && value.trim() !== '' && lengthOf(value) <= 200 && !unprintable.test(value)
      ? value
      : null,
)

export const description = refined('a text of at most 2000 characters', (value) =>
  typeof value === 'string' && lengthOf(value) <= 2000 && !unprintableButSpace.test(value) ? value : null,
)

export const shortText = refined('a text of 1 to 200 characters', (value) =>
  typeof value === 'string' && value !== '' && lengthOf(value) <= 200 && !unprintable.test(value)
    ? value
    : null,
)

export const wholeNumber = refined('a whole number from 1 on', (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : null,
)

export const time = refined('a time of RFC 3339, such as 2031-05-17T08:00:00Z', (value) =>
  typeof value === 'string' ? parseTime(value) : null,
)

export const kind = refined<ImportKind>(
  `one of ${importKinds.join(', ')}`,
  (value) => importKinds.find((known) => known === value) ?? null,
)

export const listOf = <A>(item: t.Type<A, A, unknown>, name: string) => t.readonlyArray(item, name)
