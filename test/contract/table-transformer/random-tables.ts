import fc from 'fast-check'
import { column, faultsOf, planOf, typed } from './plans'
import { reference } from './reference'
import { cutAt, type TransformerUnderTest } from './transformer-under-test'

const tables = 800
const maxRecordBytes = 12
const plan = planOf([column('a'), typed('n', 'integer')], {
  dialect: { header: false, nullString: 'N' },
  limits: { maxRecordBytes },
})

/** Mostly well-formed rows of one line end, with stray characters among them. */
const row = fc
  .tuple(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('', 'N', 'ab', '"N"', '""', '"x,y"', '"q""q"', '"\n"', '"\r\n"', ' '),
      },
      fc.string({ unit: fc.constantFrom(...'ab"," \r\n\0N'), maxLength: 4 }),
    ),
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('1', '-20', '"3"', 'N', '', 'x', '"N"') },
      fc.string({ unit: fc.constantFrom(...'1"," \r\n\0N'), maxLength: 3 }),
    ),
  )
  .map((values) => values.join(','))

const table = fc
  .tuple(
    fc.array(row, { maxLength: 8 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
    fc.option(fc.tuple(fc.nat({ max: 60 }), fc.constantFrom('\n', '\r', '"', '\0', ',', '""', ',,')), {
      freq: 2,
    }),
  )
  .map(([rows, lineEnd, isEnded, stray]) => {
    const text = rows.join(lineEnd) + (isEnded && rows.length > 0 ? lineEnd : '')
    return stray === null ? text : text.slice(0, stray[0]) + stray[1] + text.slice(stray[0])
  })

export function randomTablesContract(under: TransformerUnderTest): void {
  test(`${tables} random tables have the outcome of the reference, in whatever pieces they come`, async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.array(fc.nat({ max: 60 }), { maxLength: 4 }), async (text, cuts) => {
        const bytes = Buffer.from(text)
        const offsets = cuts.filter((cut) => cut <= bytes.length).sort((one, other) => one - other)
        const { result, output } = await under.transform(plan, cutAt(bytes, offsets))
        const outcome = result.outcome === 'transformed' ? { output } : { faults: faultsOf(result) }
        expect(outcome).toEqual(reference(text, maxRecordBytes))
      }),
      { numRuns: tables, seed: 20_140_531 },
    )
  })

  test('the random tables are of every kind', () => {
    const kinds = new Set<string>()
    for (const text of fc.sample(table, { numRuns: tables, seed: 20_140_531 })) {
      const outcome = reference(text, maxRecordBytes)
      if ('output' in outcome) kinds.add('accepted')
      else for (const [, , , rule] of outcome.faults) kinds.add(rule)
    }
    expect([...kinds].sort()).toEqual(
      ['accepted', 'line-end', 'nul', 'quote', 'ragged-row', 'record-too-long', 'type-integer'].sort(),
    )
  })
}
