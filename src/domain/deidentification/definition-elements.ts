import type { DefinitionProblem } from './definition'
import type { XmlElement } from './xml-tree'

/** What reading a part of a definition comes to. */
export type Reading<T> =
  | { readonly outcome: 'read'; readonly value: T }
  | { readonly outcome: 'refused'; readonly problem: DefinitionProblem }

export const read = <T>(value: T): Reading<T> => ({ outcome: 'read', value })

export const refused = (detail: string) =>
  ({ outcome: 'refused', problem: { code: 'definition-invalid', detail } }) as const

/** An element's attributes by qualified name, without the ones that belong to XML itself. */
export type Attributes = ReadonlyMap<string, string>

/** Namespace declarations and schema hints: every serializer writes them, and they say nothing of a table. */
export const isXmlsOwn = (attribute: string): boolean =>
  attribute === 'xmlns' || attribute.startsWith('xmlns:') || attribute.startsWith('xsi:')

export function readAttributes(element: XmlElement): Reading<Attributes> {
  const attributes = new Map<string, string>()
  for (const { name, value } of element.attributes) {
    if (isXmlsOwn(name)) continue
    if (attributes.has(name)) return refused(`${element.name} has the attribute ${quoted(name)} twice.`)
    attributes.set(name, value)
  }
  return read(attributes)
}

/** The one child of that name, in the parent's own namespace. */
export function readChild(parent: XmlElement, name: string): Reading<XmlElement | null> {
  const children = parent.children.filter((child) => isNamed(child, name, parent.namespace))
  if (children.length > 1) return refused(`${parent.name} holds ${name} ${children.length} times, not once.`)
  return read(children[0] ?? null)
}

export const isNamed = (element: XmlElement, name: string, namespace: string): boolean =>
  element.name === name && element.namespace === namespace

/** The manual writes both `true` and `True`. */
export function parseBoolean(text: string): boolean | null {
  if (text === 'true' || text === 'True' || text === 'TRUE') return true
  if (text === 'false' || text === 'False' || text === 'FALSE') return false
  return null
}

/** A word of the definition as an answer quotes it: on one line and of bounded length. */
export const quoted = (text: string): string => JSON.stringify(clipped(text))

export function clipped(text: string): string {
  const characters = [...text.slice(0, 2 * longestQuote + 2)]
  return characters.length <= longestQuote ? text : `${characters.slice(0, longestQuote).join('')}…`
}

const longestQuote = 80
