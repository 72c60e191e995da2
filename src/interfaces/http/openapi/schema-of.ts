import * as t from 'io-ts'
import { isDescribed, type JsonSchema } from '../described'

export type Codec = t.Decoder<unknown, unknown> & { readonly name: string }

/** The named codecs that were met, as components of the document. */
export interface Schemas {
  readonly components: ReadonlyMap<string, JsonSchema>
  /** The schema of a codec; of a named one, a reference to it. Throws at a codec that it can't describe. */
  schemaOf(codec: Codec): JsonSchema
}

/** A codec without a name of its own is called by its structure. */
const isName = (name: string): boolean => /^[A-Z][A-Za-z]+$/.test(name)

export function readSchemas(): Schemas {
  const known = new Map<string, Codec>()
  const components = new Map<string, JsonSchema>()

  const schemaOf = (codec: Codec): JsonSchema => {
    const { name } = codec
    if (!isName(name) || codec instanceof t.AnyDictionaryType) return structureOf(codec)
    const namesake = known.get(name)
    if (namesake !== undefined && namesake !== codec) throw new Error(`two codecs are called ${name}`)
    if (namesake === undefined) {
      known.set(name, codec)
      components.set(name, structureOf(codec))
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  const structureOf = (codec: Codec): JsonSchema => {
    if (isDescribed(codec)) return codec.schema
    if (codec instanceof t.ExactType) return { ...structureOf(codec.type), additionalProperties: false }
    if (codec instanceof t.IntersectionType) return joined(codec.types.map(structureOf))
    if (codec instanceof t.InterfaceType) return members(codec.props, Object.keys(codec.props))
    if (codec instanceof t.PartialType) return members(codec.props, [])
    if (codec instanceof t.UnionType) return { anyOf: codec.types.map(schemaOf) }
    if (codec instanceof t.ReadonlyArrayType || codec instanceof t.ArrayType) {
      return { type: 'array', items: schemaOf(codec.type) }
    }
    if (codec instanceof t.DictionaryType) {
      return { type: 'object', additionalProperties: schemaOf(codec.codomain) }
    }
    if (codec instanceof t.AnyDictionaryType) return { type: 'object' }
    if (codec instanceof t.LiteralType) return { const: codec.value }
    if (codec instanceof t.KeyofType) return { type: 'string', enum: Object.keys(codec.keys) }
    if (codec instanceof t.StringType) return { type: 'string' }
    if (codec instanceof t.BooleanType) return { type: 'boolean' }
    if (codec instanceof t.NullType) return { type: 'null' }
    throw new Error(`no schema is known of ${codec.name}`)
  }

  const members = (props: t.Props, required: readonly string[]): JsonSchema => ({
    type: 'object',
    properties: Object.fromEntries(Object.entries(props).map(([name, codec]) => [name, schemaOf(codec)])),
    required,
  })

  return { components, schemaOf }
}

/** The parts of an object as one: each says only some of its members. */
const joined = (parts: readonly JsonSchema[]): JsonSchema => ({
  type: 'object',
  properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
  required: parts.flatMap(({ required = [] }) => required),
})
