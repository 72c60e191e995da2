import { readDefinition } from '../../../src/domain/deidentification/definition-reading'
import type { XmlElement } from '../../../src/domain/deidentification/xml-tree'
import { column, columns, element } from './definition-tree'

function detailOf(format: Readonly<Record<string, string>>, ...defined: readonly XmlElement[]): string {
  const tree = element('DatasetDefinition', {}, element('Format', format), columns(...defined))
  const reading = readDefinition(tree)
  return reading.outcome === 'refused' ? reading.problem.detail : 'read'
}

describe('the columns of a definition', () => {
  it('have different names', () => {
    expect(detailOf({}, column('age'), column('sex'), column('age', 'hide'))).toContain('the Name "age"')
    expect(detailOf({}, column('age'), column('Age'))).toBe('read')
  })

  it('have names that differ in the case of the header', () => {
    expect(detailOf({ HeaderCase: 'lower' }, column('age'), column('Age'))).toContain('"age"')
    expect(detailOf({ HeaderCase: 'upper' }, column('age'), column('Age'))).toContain('"AGE"')
    expect(detailOf({ HeaderCase: 'lower', Header: 'false' }, column('age'), column('Age'))).toBe('read')
  })

  it('may be pseudonymized several at a time', () => {
    expect(detailOf({}, column('a', 'pseudonymize'), column('b', 'pseudonymize'))).toBe('read')
  })

  it('have one pseudonym column at most, with exactly one to pseudonymize', () => {
    const original = column('patient', 'pseudonymize')
    const supplied = column('pseudo', 'pseudonym')
    expect(detailOf({}, supplied, original)).toBe('read')
    expect(detailOf({}, original, supplied, column('other', 'pseudonym'))).toContain(
      '2 columns are pseudonym',
    )
    expect(detailOf({}, column('age'), supplied)).toContain('there are 0')
    expect(detailOf({}, original, supplied, column('other', 'pseudonymize'))).toContain('there are 2')
  })

  it('leave something to store', () => {
    expect(detailOf({}, column('a', 'hide'), column('b', 'drop'))).toContain('No column would be stored')
    expect(detailOf({})).toContain('No column would be stored')
    expect(detailOf({}, column('a', 'hide'), column('b', 'anonymize:blank'))).toBe('read')
  })
})
