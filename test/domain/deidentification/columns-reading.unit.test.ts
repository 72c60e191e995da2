import { readColumns } from '../../../src/domain/deidentification/columns-reading'
import type { XmlElement } from '../../../src/domain/deidentification/xml-tree'
import { column, columns, element } from './definition-tree'

function refusalOf(...children: readonly XmlElement[]): string {
  const reading = readColumns(columns(...children))
  return reading.outcome === 'refused' ? reading.problem.detail : 'read'
}

describe('a Column', () => {
  it('has a name and a type; it is kept, and not in the keyfile, unless it says otherwise', () => {
    const given = columns(
      element('Column', { Name: 'age', Type: 'INT4' }),
      column('gender', 'hide', { StoreInKeyfile: 'True' }),
    )
    expect(readColumns(given)).toEqual({
      outcome: 'read',
      value: [
        { name: 'age', type: 'integer', action: { action: 'keep' }, storeInKeyfile: false },
        { name: 'gender', type: 'text', action: { action: 'hide' }, storeInKeyfile: true },
      ],
    })
  })

  it('is refused without a name', () => {
    expect(refusalOf(column('age'), element('Column', { Type: 'text' }))).toContain('Column 2 has no Name')
    expect(refusalOf(column(''))).toContain('Column 1 has no Name')
  })

  it('is refused without a known type, and told the known ones', () => {
    expect(refusalOf(element('Column', { Name: 'age' }))).toContain('text, smallint, integer')
    const detail = refusalOf(column('age', 'keep', { Type: 'varchar(10)' }))
    expect(detail).toContain('Column 1 ("age")')
    expect(detail).toContain('"varchar(10)"')
  })

  it.each(['', 'Keep', 'KEEP', 'mask', 'anonymize:numbergroup(0)', 'keep '])(
    'is refused with the action %j, and never kept',
    (action) => {
      const detail = refusalOf(column('age', action))
      expect(detail).toContain('Column 1 ("age") has the unknown Deidentify')
      expect(detail).toContain('keep, hide, drop, pseudonymize, pseudonym, anonymize:blank')
    },
  )

  it.each(['deidentify', 'DEIDENTIFY', 'Deidentity', 'Length', 'x:Deidentify', 'xml:space'])(
    'is refused with the unknown attribute %s',
    (attribute) => {
      const detail = refusalOf(column('age', undefined, { [attribute]: 'hide' }))
      expect(detail).toContain(`"${attribute}"`)
      expect(detail).toContain('Name, Type, Deidentify, StoreInKeyfile')
    },
  )

  it('is refused with an attribute that is given twice', () => {
    const twice: XmlElement = {
      ...column('age', 'hide'),
      attributes: [...column('age', 'hide').attributes, { name: 'Deidentify', value: 'keep' }],
    }
    expect(refusalOf(twice)).toContain('"Deidentify" twice')
  })

  it('may repeat what XML itself writes', () => {
    expect(refusalOf(column('age', 'keep', { xmlns: '', 'xmlns:x': 'urn:x', 'xsi:type': 'c' }))).toBe('read')
  })

  it('is refused with content: an action in an element would be passed over', () => {
    const { attributes } = column('age')
    const bare = Object.fromEntries(attributes.map(({ name, value }) => [name, value]))
    expect(refusalOf(element('Column', bare, element('Deidentify', {}, 'hide')))).toContain('has content')
    expect(refusalOf(element('Column', bare, 'hide'))).toContain('has content')
    expect(refusalOf(element('Column', bare, '\n  '))).toBe('read')
  })

  it('is refused with a StoreInKeyfile that is no boolean', () => {
    expect(refusalOf(column('age', 'hide', { StoreInKeyfile: 'yes' }))).toContain('StoreInKeyfile')
  })

  it('is refused when it is dropped and stored in the keyfile', () => {
    expect(refusalOf(column('age', 'drop', { StoreInKeyfile: 'true' }))).toContain('is dropped')
    expect(refusalOf(column('age', 'drop', { StoreInKeyfile: 'false' }))).toBe('read')
  })

  it.each(['boolean', 'date', 'timestamp', 'timestamptz', 'time', 'uuid'])(
    'of type %s has no groups of numbers',
    (type) => {
      expect(refusalOf(column('age', 'anonymize:numbergroup(10)', { Type: type }))).toContain(
        'grouped as numbers',
      )
    },
  )

  it.each(['text', 'smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'])(
    'of type %s has groups of numbers and none of dates',
    (type) => {
      expect(refusalOf(column('age', 'anonymize:numbergroup(10)', { Type: type }))).toBe('read')
      expect(refusalOf(column('age', 'anonymize:dategroup(year)', { Type: type }))).toContain(
        'grouped as dates',
      )
    },
  )

  it.each(['date', 'timestamp', 'timestamptz'])('of type %s has groups of dates', (type) => {
    expect(refusalOf(column('born', 'anonymize:dategroup(year)', { Type: type }))).toBe('read')
  })

  it.each(['time', 'boolean', 'uuid'])('of type %s has no groups of dates', (type) => {
    expect(refusalOf(column('born', 'anonymize:dategroup(year)', { Type: type }))).toContain(
      'grouped as dates',
    )
  })

  it('is quoted on one line and not at any length', () => {
    const detail = refusalOf(column(`a\n${'b'.repeat(10_000)}`, 'mask'))
    expect(detail).not.toContain('\n')
    expect(detail.length).toBeLessThan(500)
  })
})

describe('Columns', () => {
  it.each(['column', 'Columns', 'Field'])('holds nothing like %s', (name) => {
    expect(refusalOf(column('age'), element(name, { Name: 'x', Type: 'text' }))).toContain(
      `"${name}" at position 2`,
    )
  })

  it('holds no Column of another namespace', () => {
    expect(refusalOf({ ...column('age'), namespace: 'urn:other' })).toContain('allowed is Column only')
  })

  it('holds no text', () => {
    const reading = readColumns(element('Columns', {}, 'age', column('age')))
    expect(reading.outcome).toBe('refused')
  })
})
