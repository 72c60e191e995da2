import type { XmlElement } from '../../../src/domain/deidentification/xml-tree'

type Attributes = Readonly<Record<string, string>>

/** An element as a reader would hand it over; a text among the content is its character data. */
export function element(
  name: string,
  attributes: Attributes = {},
  ...content: readonly (XmlElement | string)[]
): XmlElement {
  return {
    name,
    namespace: '',
    attributes: Object.entries(attributes).map(([key, value]) => ({ name: key, value })),
    children: content.filter((part) => typeof part !== 'string'),
    text: content.filter((part) => typeof part === 'string').join(''),
  }
}

/** The same tree in another namespace, as a default namespace on its root has it. */
export const inNamespace = (namespace: string, tree: XmlElement): XmlElement => ({
  ...tree,
  namespace,
  children: tree.children.map((child) => inNamespace(namespace, child)),
})

export const column = (name: string, deidentify?: string, more: Attributes = {}): XmlElement =>
  element('Column', {
    Name: name,
    Type: 'text',
    ...(deidentify === undefined ? {} : { Deidentify: deidentify }),
    ...more,
  })

export const columns = (...children: readonly XmlElement[]): XmlElement => element('Columns', {}, ...children)

/** A definition of one kept column and whatever else is given. */
export const definitionWith = (...children: readonly (XmlElement | string)[]): XmlElement =>
  element('DatasetDefinition', {}, columns(column('age')), ...children)
