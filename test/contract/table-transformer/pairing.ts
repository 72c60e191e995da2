import { column, faultsOf, type PlacedFault, planOf } from './plans'
import type { TransformerUnderTest } from './transformer-under-test'

const columns = [column('id', 'pseudonymize'), column('alias', 'pseudonym'), column('v')]
const conflict = (line: number): PlacedFault => [line, line - 1, 'alias', 'pseudonym-conflict']

export function pairingContract(under: TransformerUnderTest): void {
  describe('supplied pseudonyms', () => {
    test('stand in place of the originals, and their own column leaves', async () => {
      const { output } = await under.transform(
        planOf(columns),
        'id,alias,v\nann,p1,1\nbob,p2,2\nann,p1,3\n,,4\n',
      )
      expect(output).toBe('id,v\np1,1\np2,2\np1,3\n,4\n')
    })

    test.each<[string, string, readonly PlacedFault[]]>([
      ['a second pseudonym of one original', 'ann,p1,1\nann,p2,2\n', [conflict(3)]],
      ['a second original of one pseudonym', 'ann,p1,1\nbob,p1,2\n', [conflict(3)]],
      ['an original without its pseudonym', 'ann,,1\n', [conflict(2)]],
      ['a pseudonym without its original', ',p1,1\n', [conflict(2)]],
      ['a pseudonym that is its own original', 'ann,ann,1\n', [conflict(2)]],
      ['a pseudonym that was an original before', 'ann,p1,1\nbob,ann,2\n', [conflict(3)]],
      ['a pseudonym that is an original later', 'bob,ann,1\nann,p1,2\n', [conflict(3)]],
      ['an empty text for a pseudonym that another has', 'ann,"",1\nbob,"",2\n', [conflict(3)]],
      [
        'every conflict of many',
        'ann,p1,1\nann,p2,2\nann,p1,3\nbob,p2,4\nann,p3,5\n',
        [conflict(3), conflict(6)],
      ],
    ])('refuse %s', async (_, rows, expected) => {
      expect(faultsOf(await under.answer(planOf(columns), `id,alias,v\n${rows}`))).toEqual(expected)
    })

    test('tell long values apart by their ends', async () => {
      const long = 'x'.repeat(5_000)
      const rows = `${long}1,p${long}1,1\n${long}2,p${long}2,2\n`
      expect(await under.answer(planOf(columns), `id,alias,v\n${rows}`)).toMatchObject({
        outcome: 'transformed',
      })
      const repeated = `${rows}${long}2,p${long}1,3\n`
      expect(faultsOf(await under.answer(planOf(columns), `id,alias,v\n${repeated}`))).toEqual([conflict(4)])
    })

    test('are not compared where a cell of the pair is faulty', async () => {
      const typed = [
        column('id', 'pseudonymize', { type: 'integer' }),
        column('alias', 'pseudonym'),
        column('v'),
      ]
      const result = await under.answer(planOf(typed), 'id,alias,v\n1,p1,1\nx,p1,2\n')
      expect(faultsOf(result)).toEqual([[3, 2, 'id', 'type-integer']])
    })

    test('are as many as the limit, and not one more', async () => {
      const plan = planOf(columns, { limits: { maxDistinctValues: 3 } })
      const rows = 'id,alias,v\na,1,1\nb,2,2\nc,3,3\na,1,4\n'
      expect(await under.answer(plan, rows)).toMatchObject({ outcome: 'transformed', rows: 4 })
      expect(await under.answer(plan, `${rows}d,4,5\n"`)).toEqual({
        outcome: 'refused',
        refusal: { code: 'too-many-distinct-values', limit: 3 },
      })
    })
  })
}
