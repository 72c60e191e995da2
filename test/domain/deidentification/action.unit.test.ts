import * as fc from 'fast-check'
import { actionText, type ColumnAction, parseAction } from '../../../src/domain/deidentification/action'

const width = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.stringMatching(/^(\.[0-9]{1,20})?$/))
  .map(([whole, fraction]) => `${whole}${fraction}`)

const actions: fc.Arbitrary<ColumnAction> = fc.oneof(
  fc.constantFrom<ColumnAction>(
    { action: 'keep' },
    { action: 'hide' },
    { action: 'drop' },
    { action: 'pseudonymize' },
    { action: 'pseudonym' },
    { action: 'blank' },
    { action: 'dategroup', unit: 'year' },
    { action: 'dategroup', unit: 'quarter' },
    { action: 'dategroup', unit: 'month' },
  ),
  width.map((text): ColumnAction => ({ action: 'numbergroup', width: text })),
  fc.integer({ min: 1 }).map((length): ColumnAction => ({ action: 'prefix', length })),
)

describe('an action', () => {
  it('is read from what it is written as', () => {
    fc.assert(fc.property(actions, (action) => expect(parseAction(actionText(action))).toEqual(action)))
  })

  it('is written as it was read, whatever it was read from', () => {
    const near = fc.oneof(
      fc.string(),
      fc.stringMatching(/^anonymize:(numbergroup|dategroup|prefix)\([0-9.a-z]{0,6}\)$/),
    )
    fc.assert(
      fc.property(near, (text) => {
        const action = parseAction(text)
        if (action !== null) expect(actionText(action)).toBe(text)
      }),
    )
  })

  it.each([
    ['anonymize:blank', { action: 'blank' }],
    ['anonymize:numbergroup(10)', { action: 'numbergroup', width: '10' }],
    ['anonymize:numbergroup(0.25)', { action: 'numbergroup', width: '0.25' }],
    ['anonymize:dategroup(quarter)', { action: 'dategroup', unit: 'quarter' }],
    ['anonymize:prefix(3)', { action: 'prefix', length: 3 }],
  ])('%s', (text, action) => {
    expect(parseAction(text)).toEqual(action)
  })

  it.each([
    '',
    'Keep',
    'KEEP',
    ' keep',
    'keep ',
    'remove',
    'pseudonymise',
    'blank',
    'numbergroup(10)',
    'anonymize',
    'anonymize:',
    'anonymize:Blank',
    'anonymize:blank()',
    'anonymize: blank',
  ])('%j is none: exact spellings only', (text) => {
    expect(parseAction(text)).toBeNull()
  })

  it.each([
    'anonymize:numbergroup',
    'anonymize:numbergroup()',
    'anonymize:numbergroup(0)',
    'anonymize:numbergroup(0.00)',
    'anonymize:numbergroup(-10)',
    'anonymize:numbergroup(+10)',
    'anonymize:numbergroup(1e3)',
    'anonymize:numbergroup( 10 )',
    'anonymize:numbergroup(10,20)',
    'anonymize:numbergroup(.5)',
    'anonymize:numbergroup(5.)',
    'anonymize:numbergroup(10)\n',
    `anonymize:numbergroup(${'9'.repeat(1001)})`,
    'anonymize:dategroup(day)',
    'anonymize:dategroup(Year)',
    'anonymize:dategroup()',
    'anonymize:prefix(0)',
    'anonymize:prefix(03)',
    'anonymize:prefix(1.5)',
    'anonymize:prefix(-1)',
    'anonymize:prefix(9007199254740993)',
  ])('%j has a bad argument', (text) => {
    expect(parseAction(text)).toBeNull()
  })
})
