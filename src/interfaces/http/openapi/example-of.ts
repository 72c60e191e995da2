import type { JsonSchema } from '../described'

/** `whole`: with all members that an object may have. `least`: with those that it must have, or one if it must have none. */
export type Extent = 'whole' | 'least'

/** A value that the schema lets pass. References lead into these components. */
export function exampleOf(
  schema: JsonSchema,
  components: Readonly<Record<string, JsonSchema>>,
  extent: Extent,
): unknown {
  const of = (part: JsonSchema = {}): unknown => exampleOf(part, components, extent)
  const { $ref, examples, enum: words, anyOf, oneOf } = schema
  if ($ref !== undefined) return of(components[$ref.replace('#/components/schemas/', '')])
  if ('const' in schema) return schema.const
  const [given] = examples ?? words ?? []
  if (given !== undefined) return given
  const [choice] = anyOf ?? oneOf ?? []
  if (choice !== undefined) return of(choice)
  switch (schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema
      const members = Object.entries(properties)
      const least = members.filter(([name]) => required.includes(name))
      const told = extent === 'whole' ? members : least.length > 0 ? least : members.slice(0, 1)
      return Object.fromEntries(told.map(([name, member]) => [name, of(member)]))
    }
    case 'array':
      return [of(schema.items)]
    case 'integer':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return 'text'
  }
}
