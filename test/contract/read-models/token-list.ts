import type { TokenFilter } from '../../../src/application/ports/read-models'
import type { Subject } from '../read-models'
import { token } from './samples'

/** In the order of the list: newest first, and by id within a millisecond. */
const listed = [
  token('t6', { issuedAt: 4_000, userId: 'u2' }),
  token('t1', { issuedAt: 3_000, projectId: 2 }),
  token('t5', { issuedAt: 2_000, state: 'revoked' }),
  token('t4', { issuedAt: 2_000, projectId: 2, userId: 'u2' }),
  token('t3', { issuedAt: 2_000 }),
  token('t2', { issuedAt: 1_000, userId: 'u2' }),
]

export function tokenListContract(subject: () => Subject): void {
  describe('the list of tokens', () => {
    beforeEach(() =>
      subject().change(...listed.toSorted(byId).map((put) => ({ model: 'tokens', put }) as const)),
    )

    const idsOf = async (filter: TokenFilter) =>
      (await subject().models.tokens(filter)).map(({ tokenId }) => tokenId)

    it('is whole, newest first', async () => {
      expect(await subject().models.tokens({ limit: 100 })).toStrictEqual(listed)
    })

    it('ends at the limit', async () => {
      expect(await idsOf({ limit: 2 })).toStrictEqual(['t6', 't1'])
      expect(await idsOf({ limit: 0 })).toStrictEqual([])
    })

    it.each([1, 2, 3, 5, 6, 7])('comes once and whole in pages of %i', async (limit) => {
      const seen: string[] = []
      for (let page = await idsOf({ limit }); page.length > 0; ) {
        expect(page.length).toBeLessThanOrEqual(limit)
        seen.push(...page)
        page = await idsOf({ limit, before: seen.at(-1) ?? '' })
      }
      expect(seen).toStrictEqual(listed.map(({ tokenId }) => tokenId))
    })

    it('is of a project, of a user, or of both', async () => {
      expect(await idsOf({ limit: 9, projectId: 2 })).toStrictEqual(['t1', 't4'])
      expect(await idsOf({ limit: 9, userId: 'u2' })).toStrictEqual(['t6', 't4', 't2'])
      expect(await idsOf({ limit: 9, projectId: 2, userId: 'u2' })).toStrictEqual(['t4'])
      expect(await idsOf({ limit: 9, projectId: 3 })).toStrictEqual([])
    })

    it('is of one state', async () => {
      expect(await idsOf({ limit: 9, state: 'revoked' })).toStrictEqual(['t5'])
      expect(await idsOf({ limit: 9, state: 'issued', userId: 'u2' })).toStrictEqual(['t6', 't4', 't2'])
      expect(await idsOf({ limit: 9, state: 'failed' })).toStrictEqual([])
    })

    it('is of those whose window lies to an instant in one way, half-open', async () => {
      await subject().change({ model: 'tokens', put: token('w', { notBefore: 10, expiresAt: 20 }) })
      const where = async (at: number) => {
        const ways = ['before', 'within', 'behind'] as const
        const found = await Promise.all(
          ways.map((lies) => idsOf({ limit: 9, among: ['w'], window: { at, lies } })),
        )
        return ways.filter((_way, n) => found[n]?.length === 1)
      }
      expect(await Promise.all([9, 10, 19, 20].map(where))).toStrictEqual([
        ['before'],
        ['within'],
        ['within'],
        ['behind'],
      ])
    })

    it('is of some tokens, or without some', async () => {
      expect(await idsOf({ limit: 9, among: ['t2', 't6', 't9'] })).toStrictEqual(['t6', 't2'])
      expect(await idsOf({ limit: 9, among: [] })).toStrictEqual([])
      expect(await idsOf({ limit: 9, except: ['t1', 't3', 't4', 't5'] })).toStrictEqual(['t6', 't2'])
      expect(await idsOf({ limit: 9, except: [] })).toHaveLength(6)
    })

    it('goes on behind a token that the filter leaves out', async () => {
      expect(await idsOf({ limit: 9, before: 't1', userId: 'u2' })).toStrictEqual(['t4', 't2'])
      expect(await idsOf({ limit: 1, before: 't5', projectId: 1, userId: 'u1' })).toStrictEqual(['t3'])
    })

    it('has nothing behind its end, or behind a token that is not known', async () => {
      expect(await idsOf({ limit: 9, before: 't2' })).toStrictEqual([])
      expect(await idsOf({ limit: 9, before: 't9' })).toStrictEqual([])
    })
  })
}

const byId = (a: { readonly tokenId: string }, b: { readonly tokenId: string }) =>
  a.tokenId.localeCompare(b.tokenId)
