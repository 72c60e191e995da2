import { readDefinition } from '../../../src/domain/deidentification/definition-reading'
import type { XmlElement } from '../../../src/domain/deidentification/xml-tree'
import { column, columns, definitionWith, element } from './definition-tree'

function ignoredOf(tree: XmlElement) {
  const reading = readDefinition(tree)
  return reading.outcome === 'refused' ? reading.problem.detail : reading.definition.ignored
}

describe('what a definition says without effect', () => {
  it('is nothing when every part counts', () => {
    const tree = element(
      'DatasetDefinition',
      { TableName: 't', Action: 'create' },
      element('Title', {}, 'Title'),
      element('CatalogueIdentifier', { Uuid: 'x' }, element('Uuid', {}, 'x')),
      element('Format', {
        Delimiter: ',',
        TextQualifier: '"',
        NullQualifier: '',
        Encoding: 'UTF8',
        Header: 'true',
        HeaderCase: 'leave alone',
        DateFormat: 'ISO, MDY',
      }),
      columns(column('age', 'keep', { StoreInKeyfile: 'false' })),
    )
    expect(ignoredOf(tree)).toEqual([])
  })

  it('is CopyToFile, Success and Fail', () => {
    const tree = definitionWith(
      element('Format', { CopyToFile: 'true' }),
      element('Success', { RemovefromUpload: 'True' }),
      element('Fail', { RemovefromUpload: 'False' }),
    )
    expect(ignoredOf(tree)).toEqual(['Format/@CopyToFile', 'Success', 'Fail'])
  })

  it('is listed in document order, by its path and once', () => {
    const tree = element(
      'DatasetDefinition',
      { Version: '2', TableName: 't' },
      element('Fail'),
      element('Note', { lang: 'en' }, element('b'), 'text'),
      element('Columns', { Count: '1' }, column('age')),
      element('Note'),
      element('Format', { delimiter: ';', CopyToFile: 'true' }, element('Hint')),
      element('Title', { lang: 'en' }, 'A ', element('b', {}, 'title')),
      element('CatalogueIdentifier', { uuid: 'x' }, element('Uuid', { Scheme: 's' }, 'x'), element('Url')),
      element('format', { Delimiter: ';' }),
    )
    expect(ignoredOf(tree)).toEqual([
      '@Version',
      'Fail',
      'Note',
      'Columns/@Count',
      'Format/@delimiter',
      'Format/@CopyToFile',
      'Format/Hint',
      'Title/@lang',
      'Title/b',
      'CatalogueIdentifier/@uuid',
      'CatalogueIdentifier/Uuid/@Scheme',
      'CatalogueIdentifier/Url',
      'format',
    ])
  })

  it('is not what every serializer writes', () => {
    const tree = element(
      'DatasetDefinition',
      { xmlns: '', 'xmlns:xsi': 'urn:xsi', 'xsi:schemaLocation': 'a b', xmlnsx: 'no' },
      columns(column('age')),
    )
    expect(ignoredOf(tree)).toEqual(['@xmlnsx'])
  })

  it('is told with its namespace when that is another one', () => {
    const foreign = { ...element('Format', { Delimiter: ';' }), namespace: 'urn:other' }
    expect(ignoredOf(definitionWith(foreign))).toEqual(['{urn:other}Format'])
  })

  it('is bounded in number and length', () => {
    const notes = (count: number) => Array.from({ length: count }, (_, n) => element(`Note${n}`))
    expect(ignoredOf(definitionWith(...notes(100)))).toHaveLength(100)
    expect(ignoredOf(definitionWith(...notes(101)))).toContain('More than 100')
    const [long = ''] = ignoredOf(definitionWith(element('N'.repeat(5_000))))
    expect(long.length).toBeLessThan(200)
  })
})
