import type { ColumnAction } from '../../../src/domain/deidentification/action'
import type { ColumnType } from '../../../src/domain/deidentification/column-type'
import type { DefinedColumn, Definition } from '../../../src/domain/deidentification/definition'
import {
  applyHeaderCase,
  expectedHeader,
  keyfileColumns,
  keyfileFields,
  planImport,
  storedColumns,
} from '../../../src/domain/deidentification/plan'

const facts = { pseudonymDomain: 7, maxRecordBytes: 1_000, maxDistinctValues: 50 }

const defined = (
  name: string,
  action: ColumnAction | 'keep' | 'hide' | 'drop' | 'pseudonymize' | 'pseudonym',
  more: { readonly type?: ColumnType; readonly storeInKeyfile?: boolean } = {},
): DefinedColumn => ({
  name,
  type: more.type ?? 'text',
  action: typeof action === 'string' ? { action } : action,
  storeInKeyfile: more.storeInKeyfile ?? false,
})

const definition = (...columns: readonly DefinedColumn[]): Definition => ({
  title: null,
  tableName: null,
  catalogueIdentifier: { status: 'absent' },
  dialect: {
    delimiter: ';',
    qualifier: '"',
    nullString: 'NA',
    encoding: 'LATIN1',
    header: true,
    headerCase: 'lower',
    dateOrder: 'DMY',
  },
  columns,
  ignored: [],
})

const planOf = (...columns: readonly DefinedColumn[]) => planImport(definition(...columns), facts)

describe('the plan of an import', () => {
  it('is the definition with what only the service knows', () => {
    const age = defined('age', 'keep', { type: 'integer' })
    expect(planOf(age)).toEqual({
      dialect: definition().dialect,
      columns: [{ ...age, label: '' }],
      pseudonymDomain: 7,
      pairing: null,
      limits: { maxRecordBytes: 1_000, maxDistinctValues: 50 },
    })
  })

  it('pairs the column that supplies pseudonyms with the one it supplies them to', () => {
    const plan = planOf(
      defined('pseudo', 'pseudonym'),
      defined('age', 'keep'),
      defined('patient', 'pseudonymize'),
    )
    expect(plan.pairing).toEqual({ original: 2, supplied: 0 })
    expect(planOf(defined('patient', 'pseudonymize')).pairing).toBeNull()
  })

  it('expects the header that the definition names', () => {
    expect(expectedHeader(planOf(defined('b', 'hide'), defined('a', 'keep')))).toEqual(['b', 'a'])
  })
})

describe('the stored columns', () => {
  it('leave out what is hidden, dropped or a supplied pseudonym', () => {
    const plan = planOf(
      defined('patient', 'pseudonymize'),
      defined('pseudo', 'pseudonym'),
      defined('name', 'hide'),
      defined('note', 'drop'),
      defined('age', 'keep'),
    )
    expect(storedColumns(plan).map(({ name }) => name)).toEqual(['patient', 'age'])
  })

  it.each<[ColumnAction, ColumnType, string, string]>([
    [{ action: 'keep' }, 'integer', 'integer', 'keep'],
    [{ action: 'blank' }, 'integer', 'integer', 'anonymize:blank'],
    [{ action: 'pseudonymize' }, 'integer', 'text', 'pseudonymize'],
    [{ action: 'numbergroup', width: '10' }, 'integer', 'text', 'anonymize:numbergroup(10)'],
    [{ action: 'dategroup', unit: 'month' }, 'date', 'text', 'anonymize:dategroup(month)'],
    [{ action: 'prefix', length: 3 }, 'integer', 'text', 'anonymize:prefix(3)'],
  ])('of %j and type %s are of type %s', (action, type, stored, text) => {
    expect(storedColumns(planOf(defined('c', action, { type })))).toEqual([
      { name: 'c', type: stored, action: text },
    ])
  })
})

describe('the keyfile', () => {
  it('holds originals, their pseudonyms and the columns that are stored in it, in the order of the definition', () => {
    const plan = planOf(
      defined('gender', 'hide', { storeInKeyfile: true }),
      defined('patient', 'pseudonymize'),
      defined('age', 'hide'),
      defined('doctor', 'pseudonymize', { storeInKeyfile: true }),
      defined('ward', 'keep', { storeInKeyfile: true }),
    )
    expect(keyfileFields(plan)).toEqual([
      { name: 'gender', position: 0, content: 'original' },
      { name: 'patient', position: 1, content: 'original' },
      { name: 'patient_pseudonym', position: 1, content: 'pseudonym' },
      { name: 'doctor', position: 3, content: 'original' },
      { name: 'doctor_pseudonym', position: 3, content: 'pseudonym' },
      { name: 'ward', position: 4, content: 'original' },
    ])
    expect(keyfileColumns(plan)).toEqual(keyfileFields(plan).map(({ name }) => name))
  })

  it('gives every column a name of its own', () => {
    const plan = planOf(
      defined('a', 'pseudonymize'),
      defined('a_pseudonym', 'pseudonymize'),
      defined('a_pseudonym_', 'hide', { storeInKeyfile: true }),
    )
    expect(keyfileColumns(plan)).toEqual([
      'a',
      'a_pseudonym__',
      'a_pseudonym',
      'a_pseudonym_pseudonym',
      'a_pseudonym_',
    ])
  })

  it('is none when there is nothing for it', () => {
    expect(keyfileColumns(planOf(defined('age', 'keep'), defined('name', 'hide')))).toEqual([])
  })
})

test('a header is compared in the case that the definition gives it', () => {
  expect(applyHeaderCase('Chest Pain', 'leave alone')).toBe('Chest Pain')
  expect(applyHeaderCase('Chest PÄIN', 'lower')).toBe('chest päin')
  expect(applyHeaderCase('Chest päin', 'upper')).toBe('CHEST PÄIN')
})
