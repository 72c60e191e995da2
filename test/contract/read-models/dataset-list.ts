import type { DatasetFilter } from '../../../src/application/ports/read-models'
import type { Subject } from '../read-models'
import { dataset } from './samples'

/** In the order of the list: newest first, and by id within a millisecond. */
const listed = [
  dataset('d5', { importedAt: 4_000, userId: 'u2' }),
  dataset('d1', { importedAt: 3_000, projectId: 2 }),
  dataset('d4', { importedAt: 2_000, uuid: 'x1' }),
  dataset('d3', { importedAt: 2_000, projectId: 2, userId: 'u2' }),
  dataset('d2', { importedAt: 1_000 }),
]

export function datasetListContract(subject: () => Subject): void {
  describe('the list of datasets', () => {
    beforeEach(() =>
      subject().change(...[...listed].reverse().map((put) => ({ model: 'datasets', put }) as const)),
    )

    const idsOf = async (filter: DatasetFilter) =>
      (await subject().models.datasets(filter)).map(({ datasetId }) => datasetId)

    it('is whole, newest first', async () => {
      expect(await subject().models.datasets({ limit: 100 })).toStrictEqual(listed)
    })

    it('is of a project, of a user, or of both', async () => {
      expect(await idsOf({ limit: 9, projectId: 2 })).toStrictEqual(['d1', 'd3'])
      expect(await idsOf({ limit: 9, userId: 'u2' })).toStrictEqual(['d5', 'd3'])
      expect(await idsOf({ limit: 9, projectId: 2, userId: 'u2' })).toStrictEqual(['d3'])
      expect(await idsOf({ limit: 9, projectId: 3 })).toStrictEqual([])
    })

    it.each([1, 2, 3, 4, 5, 6])('comes once and whole in pages of %i', async (limit) => {
      const seen: string[] = []
      for (let page = await subject().models.datasets({ limit }); page.length > 0; ) {
        seen.push(...page.map(({ datasetId }) => datasetId))
        const last = page.at(-1) ?? dataset('none')
        page = await subject().models.datasets({ limit, before: last })
      }
      expect(seen).toStrictEqual(listed.map(({ datasetId }) => datasetId))
    })

    it('goes on behind a place where no dataset stands any more', async () => {
      expect(await idsOf({ limit: 9, before: { importedAt: 2_000, datasetId: 'd35' } })).toStrictEqual([
        'd3',
        'd2',
      ])
      expect(await idsOf({ limit: 9, before: { importedAt: 1_000, datasetId: 'd1' } })).toStrictEqual([])
    })
  })
}
