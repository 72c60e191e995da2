import * as t from 'io-ts'

/** As much of JSON Schema, draft 2020-12, as is used here; `discriminator` is OpenAPI's. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean' | 'null'
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly not?: JsonSchema
  readonly discriminator?: object
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly contentMediaType?: string
  readonly writeOnly?: boolean
}

/** Of a text of one line: its characters are counted as JSON Schema counts them. */
export const lineSchema = (most: number): JsonSchema => ({ type: 'string', minLength: 1, maxLength: most })

/** A codec that says by itself what it lets pass, where its structure doesn't. */
export interface Described {
  readonly schema: JsonSchema
}

export const isDescribed = (codec: object): codec is Described => 'schema' in codec

/** A type whose name ends the sentence 'must be …', and describes it. Schema and reader say the same, as far as a schema can. */
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
    { schema: { description: name, ...schema } },
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
