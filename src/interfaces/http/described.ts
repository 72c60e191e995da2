import * as t from 'io-ts'

/** JSON Schema, draft 2020-12. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** A codec that says by itself what it lets pass, where its structure doesn't. */
export interface Described {
  readonly schema: JsonSchema
}

export const isDescribed = (codec: object): codec is Described => 'schema' in codec

/** A type whose name ends the sentence 'must be …'. The schema and the reader say the same, as far as a schema can. */
export const refined = <A>(
  name: string,
  schema: JsonSchema,
  read: (value: unknown) => A | null,
): t.Type<A, A, unknown> & Described =>
  Object.assign(
    new t.Type<A, A, unknown>(
      name,
      (value): value is A => read(value) !== null,
      (value, context) => {
        const found = read(value)
        return found === null ? t.failure(value, context) : t.success(found)
      },
      t.identity,
    ),
    { schema },
  )

/** `null` takes the member away. */
export const orNull = <A>(type: t.Type<A, A, unknown> & Described): t.Type<A | null, A | null, unknown> =>
  Object.assign(
    new t.Type<A | null, A | null, unknown>(
      `${type.name}, or null`,
      (value): value is A | null => value === null || type.is(value),
      (value, context) => (value === null ? t.success(null) : type.validate(value, context)),
      t.identity,
    ),
    { schema: { anyOf: [type.schema, { type: 'null' }] } },
  )
