import { readDefinition } from '../../../src/domain/deidentification/definition-reading'
import type { XmlElement } from '../../../src/domain/deidentification/xml-tree'
import { definitionWith, element } from './definition-tree'

const uuid = '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11'
const other = '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c12'

function identifierOf(...parts: readonly XmlElement[]) {
  const reading = readDefinition(definitionWith(...parts))
  return reading.outcome === 'refused' ? reading.problem.detail : reading.definition.catalogueIdentifier
}

describe('CatalogueIdentifier', () => {
  it('may be absent, with or without its element', () => {
    expect(identifierOf()).toEqual({ status: 'absent' })
    expect(identifierOf(element('CatalogueIdentifier'))).toEqual({ status: 'absent' })
  })

  it('carries the uuid as an attribute or as an element', () => {
    const asAttribute = element('CatalogueIdentifier', { Uuid: uuid })
    const asElement = element('CatalogueIdentifier', {}, element('Uuid', {}, `\n  ${uuid}\n`))
    expect(identifierOf(asAttribute)).toEqual({ status: 'uuid', uuid })
    expect(identifierOf(asElement)).toEqual({ status: 'uuid', uuid })
  })

  it.each([uuid.toUpperCase(), `{${uuid}}`, `urn:uuid:${uuid}`, uuid.replaceAll('-', '')])(
    'makes %s canonical',
    (text) => {
      expect(identifierOf(element('CatalogueIdentifier', { Uuid: text }))).toEqual({ status: 'uuid', uuid })
    },
  )

  it('may say the same twice, in two spellings', () => {
    const both = element('CatalogueIdentifier', { Uuid: uuid.toUpperCase() }, element('Uuid', {}, uuid))
    expect(identifierOf(both)).toEqual({ status: 'uuid', uuid })
  })

  it.each([
    [uuid, other],
    [uuid, ''],
    ['x', uuid],
    ['x', 'y'],
  ])('can not say %j and %j', (attribute, child) => {
    const both = element('CatalogueIdentifier', { Uuid: attribute }, element('Uuid', {}, child))
    expect(identifierOf(both)).toContain('different Uuid')
  })

  it.each(['', 'dataset-1', `${uuid}0`])('is malformed as %j', (text) => {
    expect(identifierOf(element('CatalogueIdentifier', { Uuid: text }))).toEqual({ status: 'malformed' })
  })

  it('stands there once, with one uuid', () => {
    const twice = element('CatalogueIdentifier', {}, element('Uuid', {}, uuid), element('Uuid', {}, uuid))
    expect(identifierOf(twice)).toContain('holds Uuid 2 times')
    const one = element('CatalogueIdentifier', { Uuid: uuid })
    expect(identifierOf(one, one)).toContain('holds CatalogueIdentifier 2 times')
  })
})
