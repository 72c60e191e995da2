import * as fc from 'fast-check'
import { parseAction } from '../../../src/domain/deidentification/action'
import type { ColumnType } from '../../../src/domain/deidentification/column-type'
import type { DateOrder } from '../../../src/domain/deidentification/dialect'
import { valueAction } from '../../../src/domain/deidentification/value-action'

function applied(text: string, type: ColumnType, value: string, order: DateOrder = 'MDY') {
  const action = parseAction(text)
  if (action === null) throw new Error('no action')
  return valueAction({ type, action }, order)(value)
}

describe('the action on a value', () => {
  it('keep leaves it as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(applied('keep', 'text', value)).toEqual({ ok: true, value })
      }),
    )
  })

  it('blank makes every value null', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(applied('anonymize:blank', 'text', value)).toEqual({ ok: true, value: null })
      }),
    )
  })

  it('numbergroup puts a number in its group', () => {
    expect(applied('anonymize:numbergroup(10)', 'integer', '63')).toEqual({ ok: true, value: '60-69' })
    expect(applied('anonymize:numbergroup(10)', 'numeric', '145')).toEqual({ ok: true, value: '140-150' })
  })

  it('numbergroup takes a text that is a number, and no other', () => {
    expect(applied('anonymize:numbergroup(10)', 'text', '63.5')).toEqual({ ok: true, value: '60-70' })
    expect(applied('anonymize:numbergroup(10)', 'text', 'old')).toEqual({ ok: false, rule: 'not-a-number' })
    expect(applied('anonymize:numbergroup(10)', 'text', '')).toEqual({ ok: false, rule: 'not-a-number' })
  })

  it.each<[string, ColumnType, string, DateOrder, string]>([
    ['year', 'date', '2014-05-03', 'MDY', '2014'],
    ['quarter', 'date', '2014-05-03', 'MDY', '2014-Q2'],
    ['month', 'date', '2014-05-03', 'MDY', '2014-05'],
    ['month', 'date', '05/03/2014', 'MDY', '2014-05'],
    ['month', 'date', '05/03/2014', 'DMY', '2014-03'],
    ['quarter', 'date', '31.12.2014', 'DMY', '2014-Q4'],
    ['quarter', 'date', '2014-01-01', 'MDY', '2014-Q1'],
    ['year', 'date', '0799-01-01', 'MDY', '0799'],
    ['month', 'timestamp', '2014-05-03 10:20', 'MDY', '2014-05'],
    ['year', 'timestamp with time zone', '2014-12-31T23:30:00-05', 'MDY', '2014'],
  ])('dategroup(%s) of a %s: %s in the order %s is %s', (unit, type, value, order, label) => {
    expect(applied(`anonymize:dategroup(${unit})`, type, value, order)).toEqual({ ok: true, value: label })
  })

  it('dategroup refuses what is no date of the type', () => {
    expect(applied('anonymize:dategroup(year)', 'date', '2014-02-30')).toEqual({
      ok: false,
      rule: 'type-date',
    })
    expect(applied('anonymize:dategroup(year)', 'timestamp', '2014-05-03 10:20Z')).toEqual({
      ok: false,
      rule: 'type-timestamp',
    })
  })

  it('prefix keeps the first characters, and never half of one', () => {
    const texts = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 12 }), (value, length) => {
        const expected = Array.from(value).slice(0, length).join('')
        expect(applied(`anonymize:prefix(${length})`, 'text', value)).toEqual({ ok: true, value: expected })
      }),
    )
    expect(applied('anonymize:prefix(2)', 'text', 'a😀b')).toEqual({ ok: true, value: 'a😀' })
    expect(applied('anonymize:prefix(1)', 'text', '')).toEqual({ ok: true, value: '' })
  })

  it.each(['hide', 'drop', 'pseudonymize', 'pseudonym'])(
    '%s is none: it never lets a value through',
    (text) => {
      expect(() => applied(text, 'text', 'patient1')).toThrow('no action on a single value')
    },
  )
})
