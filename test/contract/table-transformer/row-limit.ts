import { column, planOf, typed } from './plans'
import type { TransformerUnderTest } from './transformer-under-test'

const limited = (maxRows: number, header = true) =>
  planOf([column('a')], { dialect: { header }, limits: { maxRows } })
const refused = { outcome: 'refused', refusal: { code: 'too-many-rows', limit: 2 } }

export function rowLimitContract(under: TransformerUnderTest): void {
  describe('a limit of rows', () => {
    test('lets so many records pass, without the header', async () => {
      const { result, output } = await under.transform(limited(2), 'a\n1\n2\n')
      expect(result).toMatchObject({ outcome: 'transformed', rows: 2 })
      expect(output).toBe('a\n1\n2\n')
      expect(await under.answer(limited(2, false), '1\n2\n')).toMatchObject({
        outcome: 'transformed',
        rows: 2,
      })
    })

    test('refuses one more', async () => {
      expect(await under.answer(limited(2), 'a\n1\n2\n3\n')).toEqual(refused)
      expect(await under.answer(limited(2), 'a\n1\n2\n3')).toEqual(refused)
      expect(await under.answer(limited(2, false), '1\n2\n3\n')).toEqual(refused)
    })

    test('counts a record of several lines once', async () => {
      expect(await under.answer(limited(2), 'a\n"1\n\n1"\n2\n')).toMatchObject({ rows: 2 })
    })

    test('refuses as soon as it is known, whatever was wrong before and may come behind', async () => {
      async function* hanging(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('a\nx\ny\nz\n')
        await new Promise(() => {})
      }
      const plan = planOf([typed('a', 'integer')], { limits: { maxRows: 2 } })
      expect(await under.answer(plan, hanging())).toEqual(refused)
    })

    test('is there only where the plan has one', async () => {
      const rows = 10_000
      const { result } = await under.transform(planOf([column('a')]), `a\n${'1\n'.repeat(rows)}`)
      expect(result).toMatchObject({ outcome: 'transformed', rows })
    })
  })
}
