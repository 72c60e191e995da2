import { readDefinition } from '../../../src/domain/deidentification/definition-reading'
import type { XmlElement } from '../../../src/domain/deidentification/xml-tree'
import { column, columns, definitionWith, element, inNamespace } from './definition-tree'

const ddf = 'http://aridhia-mgrid.com/ddf/2'

function definitionOf(tree: XmlElement) {
  const reading = readDefinition(tree)
  if (reading.outcome === 'refused') throw new Error(reading.problem.detail)
  return reading.definition
}

function detailOf(tree: XmlElement): string {
  const reading = readDefinition(tree)
  if (reading.outcome === 'refused') expect(reading.problem.code).toBe('definition-invalid')
  return reading.outcome === 'refused' ? reading.problem.detail : 'read'
}

describe('a definition', () => {
  it('is a DatasetDefinition with Columns, and everything else has defaults', () => {
    expect(definitionOf(definitionWith())).toEqual({
      title: null,
      tableName: null,
      catalogueIdentifier: { status: 'absent' },
      dialect: {
        delimiter: ',',
        qualifier: '"',
        nullString: '',
        encoding: 'UTF8',
        header: true,
        headerCase: 'leave alone',
        dateOrder: 'MDY',
      },
      columns: [{ name: 'age', type: 'text', action: { action: 'keep' }, storeInKeyfile: false }],
      ignored: [],
    })
  })

  it('has no namespace or its own', () => {
    expect(detailOf(inNamespace(ddf, definitionWith()))).toBe('read')
    expect(detailOf(inNamespace(`${ddf}/`, definitionWith()))).toContain('The namespace is')
    expect(detailOf(inNamespace('http://aridhia-mgrid.com/ddf/1', definitionWith()))).toContain(
      'The namespace is',
    )
  })

  it.each(['datasetDefinition', 'Dataset', 'Columns'])('is not named %s', (name) => {
    expect(detailOf({ ...definitionWith(), name })).toContain(`The root element is "${name}"`)
  })

  it('means the same in any order of its elements', () => {
    const parts = [
      element('Title', {}, 'Hearts'),
      element('Format', { Delimiter: ';' }),
      element('CatalogueIdentifier', { Uuid: '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11' }),
      columns(column('age', 'hide'), column('sex')),
    ]
    const forwards = definitionOf(element('DatasetDefinition', {}, ...parts))
    const backwards = definitionOf(element('DatasetDefinition', {}, ...parts.toReversed()))
    expect(backwards).toEqual(forwards)
    expect(forwards.title).toBe('Hearts')
  })

  it.each(['Columns', 'Format', 'Title', 'CatalogueIdentifier', 'Success', 'Fail'])(
    'has one %s at most',
    (name) => {
      const again = name === 'Columns' ? columns(column('sex')) : element(name)
      const tree = name === 'Columns' ? definitionWith(again) : definitionWith(again, again)
      expect(detailOf(tree)).toContain(`holds ${name} 2 times`)
    },
  )

  it('has Columns', () => {
    expect(detailOf(element('DatasetDefinition'))).toContain('no Columns')
    expect(detailOf(element('DatasetDefinition', {}, element('columns', {}, column('age'))))).toContain(
      'no Columns',
    )
  })

  it('has a title and a table name when they say something', () => {
    const named = { ...definitionWith(element('Title', {}, '\n  Heart disease \n')) }
    expect(definitionOf(named).title).toBe('Heart disease')
    expect(definitionOf(definitionWith(element('Title', {}, '  '))).title).toBeNull()
    const attributes = (name: string) => [{ name: 'TableName', value: name }]
    expect(definitionOf({ ...definitionWith(), attributes: attributes('hearts') }).tableName).toBe('hearts')
    expect(definitionOf({ ...definitionWith(), attributes: attributes('') }).tableName).toBeNull()
  })

  it('creates a dataset: appending is refused by name, and so is any other action', () => {
    const withAction = (value: string) => ({ ...definitionWith(), attributes: [{ name: 'Action', value }] })
    expect(detailOf(withAction('create'))).toBe('read')
    expect(detailOf(withAction('append'))).toContain('"append" is not supported')
    expect(detailOf(withAction('Create'))).toContain('"Create" is unknown')
    expect(detailOf(withAction(''))).toContain('is unknown')
  })

  it('takes no effect from elements of another namespace', () => {
    const foreign = inNamespace('urn:other', columns(column('age')))
    expect(detailOf(element('DatasetDefinition', {}, foreign))).toContain('no Columns')
  })
})
