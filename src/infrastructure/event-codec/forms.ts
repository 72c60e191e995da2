import * as t from 'io-ts'

const asItStands = t.identity

/** Text of one form. What does not have it is refused, and never quoted. */
const text = (name: string, form: RegExp): t.Type<string> => {
  const is = (value: unknown): value is string => typeof value === 'string' && form.test(value)
  return new t.Type(
    name,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    asItStands,
  )
}

const number = (name: string, least: number): t.Type<number> => {
  const is = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= least
  return new t.Type(
    name,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    asItStands,
  )
}

/** Canonical lower case. */
export const uuid = text('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)

/** A SHA-256, lower-case hex. */
export const sha256 = text('sha256', /^[0-9a-f]{64}$/)

/** What a client calls itself, its case or its request: nothing that a person's name could stand in. */
export const identity = text('identity', /^[A-Za-z0-9._-]{1,64}$/)

/** The stable code of a refusal. */
export const code = text('code', /^[a-z][a-z0-9-]{0,63}$/)

/** The rule that a table broke; types such as `double precision` give it spaces. */
export const rule = text('rule', /^[a-z][a-z0-9 -]{0,63}$/)

/** Ciphertexts and values derived from keys: base64url. */
export const base64url = text('base64url', /^[A-Za-z0-9_-]+$/)

/** An age public key. */
export const ageRecipient = text('age recipient', /^age1[a-z0-9]{1,4096}$/)

/** The version of a derivation of pseudonyms. */
export const derivation = text('derivation', /^[a-z][a-z0-9.]{0,15}$/)

/** PostgreSQL's name of a type. */
export const typeName = text('type name', /^[a-z][a-z0-9 ]{0,63}$/)

/** An action as a definition writes it: `keep`, `anonymize:numbergroup(10)`. */
export const actionName = text('action', /^[a-z]+(:[a-z]+(\([a-z0-9.]{1,2001}\))?)?$/)

/** A day of the calendar in UTC: `2024-02-29`. */
export const day = text('day', /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/)

/** Text that people chose: of projects, groups and columns, and the parts of a definition that had no effect. */
export const chosenText = t.string

/** How many, from 0. */
export const count = number('count', 0)

/** From 1. */
export const ordinal = number('ordinal', 1)

const rfc3339 =
  /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/
const furthest = 8.64e15

const isInstant = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) <= furthest

/** Milliseconds since 1970, stored as RFC 3339 in UTC with milliseconds. A day that no calendar has is refused. */
export const instant = new t.Type<number, string>(
  'instant',
  isInstant,
  (value, context) => {
    if (typeof value !== 'string' || !rfc3339.test(value)) return t.failure(value, context)
    const milliseconds = Date.parse(value)
    // The 30th of February is a day in March to V8.
    return new Date(milliseconds).getUTCDate() === Number(value.slice(8, 10))
      ? t.success(milliseconds)
      : t.failure(value, context)
  },
  // What is no instant has no such form either: reading it back refuses it.
  (milliseconds) => (isInstant(milliseconds) ? new Date(milliseconds).toISOString() : 'no instant'),
)
