import * as t from 'io-ts'
import { importKinds } from '../../application/use-cases'
import { type Described, type JsonSchema, refined } from './described'

/** The forms of the values in answers: what the answers' types are made of, and what is said of them. */

const text = (name: string, schema: JsonSchema): t.Type<string> & Described =>
  refined(name, { type: 'string', ...schema }, (value) => (typeof value === 'string' ? value : null))

const hex = '[0-9a-f]'
const uuidPattern = `^${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}$`
export const hashExample = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

export const uuid = text('a uuid', {
  pattern: uuidPattern,
  examples: ['6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11'],
})
export const instant = text('a time in UTC', { format: 'date-time', examples: ['2031-05-17T08:00:00.000Z'] })
export const hash = text('a SHA-256', { pattern: `^${hex}{64}$`, examples: [hashExample] })
export const url = text('a URL', {
  format: 'uri',
  examples: ['https://aperture.example.org/-/dataset/6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11'],
})
export const decimal = text('a number in decimal digits', { pattern: '^\\d{1,20}$', examples: ['42'] })

const wholeFrom = (minimum: number, examples: readonly number[]): t.Type<number> & Described =>
  refined(`a whole number from ${minimum} on`, { type: 'integer', minimum, examples }, (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum ? value : null,
  )

export const count = wholeFrom(0, [303])
export const ordinal = wholeFrom(1, [1])

/** One of these words. */
export const wordOf = <Word extends string>(...words: readonly Word[]): t.Type<Word> & Described =>
  refined(
    `one of ${words.join(', ')}`,
    words.length === 1 ? { const: words[0] } : { type: 'string', enum: words },
    (value) => words.find((word) => word === value) ?? null,
  )

export const importKind = wordOf(...importKinds)

/** A codec whose examples, in the document, are these. */
export const such = <A>(
  { name, is, validate, encode, schema }: t.Type<A> & Described,
  ...examples: readonly A[]
): t.Type<A> & Described =>
  Object.assign(new t.Type<A>(name, is, validate, encode), { schema: { ...schema, examples } })

export const someText = text('a text', {})
export const uploadToken = text('an upload token', {
  examples: ['6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11.kW4…'],
})

export const nullOr = <C extends t.Mixed>(codec: C) => t.union([codec, t.null])

/** An object of these members and no others. A name makes it a component of the document. */
export const objectOf = <R extends t.Props, O extends t.Props = Record<never, never>>(
  required: R,
  optional?: O,
  name?: string,
) => t.exact(t.intersection([t.type(required), t.partial(optional ?? ({} as O))]), name)
