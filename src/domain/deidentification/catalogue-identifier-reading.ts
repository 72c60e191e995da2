import { canonicalUuid } from '../external-identifier'
import type { CatalogueIdentifier } from './definition'
import { type Reading, read, readAttributes, readChild, refused } from './definition-elements'
import type { XmlElement } from './xml-tree'

/** `Uuid` as an attribute or as a child element. Both may stand there when they say the same. */
export function readCatalogueIdentifier(element: XmlElement): Reading<CatalogueIdentifier> {
  const attributes = readAttributes(element)
  if (attributes.outcome === 'refused') return attributes
  const child = readChild(element, 'Uuid')
  if (child.outcome === 'refused') return child

  const texts = [attributes.value.get('Uuid'), child.value?.text].filter((text) => text !== undefined)
  const [text, other = text] = texts
  if (text === undefined || other === undefined) return read({ status: 'absent' })
  if (comparable(text) !== comparable(other)) {
    return refused('CatalogueIdentifier has a Uuid attribute and a different Uuid element.')
  }
  const uuid = canonicalUuid(text)
  return read(uuid === null ? { status: 'malformed' } : { status: 'uuid', uuid })
}

const comparable = (text: string): string => canonicalUuid(text) ?? text.trim()
