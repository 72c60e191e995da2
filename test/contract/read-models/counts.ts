import type { Period } from '../../../src/application/ports/read-model-counts'
import type { Subject } from '../read-models'
import { token } from './samples'

const day = 86_400_000
const window = { notBefore: 10 * day, expiresAt: 11 * day }
const kept = { importId: 'i', importKind: 'dataset', rows: 10, bytes: 100 } as const

export function countContract(subject: () => Subject): void {
  describe('the counts', () => {
    beforeEach(() =>
      subject().change(
        ...[
          token('a', { ...window, issuedAt: 2 * day }),
          token('b', { ...window, issuedAt: 3 * day - 1, notBefore: 9 * day, expiresAt: 10 * day }),
          token('c', { ...window, issuedAt: 3 * day, notBefore: 12 * day, expiresAt: 13 * day }),
          token('d', { ...window, issuedAt: 3 * day, state: 'revoked', expiresAt: 4 * day }),
          token('e', { issuedAt: 2 * day, state: 'imported', ...kept, settledAt: 4 * day }),
          token('f', { issuedAt: 2 * day, state: 'imported', ...kept, rows: 0, settledAt: 5 * day - 1 }),
          token('g', {
            issuedAt: 2 * day,
            state: 'failed',
            ...kept,
            rows: null,
            bytes: null,
            settledAt: 5 * day,
          }),
          token('h', { issuedAt: 2 * day, state: 'committing', importId: 'j', importKind: 'external' }),
          token('i', {
            ...{ issuedAt: 2 * day, projectId: 2, state: 'imported', importId: 'k', importKind: 'ephemeral' },
            ...({ settledAt: 4 * day } as const),
          }),
        ].map((put) => ({ model: 'tokens', put }) as const),
      ),
    )

    const tokens = async (...asked: Parameters<Subject['models']['counts']>) =>
      (await subject().models.counts(...asked)).tokens.toSorted(inOrder)
    const imports = async (period: Period, byDay: boolean) =>
      (await subject().models.counts(period, byDay, 0)).imports.toSorted(inOrder)

    const unused = { state: 'issued', notYetValid: 0, expired: 0 } as const
    const none = { notYetValid: 0, expired: 0 }

    it('are of tokens by project and state, with windows as they lie to the instant', async () => {
      expect(await tokens({}, false, 10 * day)).toStrictEqual(
        [
          { projectId: 1, day: null, ...unused, count: 3, notYetValid: 1, expired: 1 },
          { projectId: 1, day: null, state: 'revoked', count: 1, ...none },
          { projectId: 1, day: null, state: 'imported', count: 2, ...none },
          { projectId: 1, day: null, state: 'failed', count: 1, ...none },
          { projectId: 1, day: null, state: 'committing', count: 1, ...none },
          { projectId: 2, day: null, state: 'imported', count: 1, ...none },
        ].toSorted(inOrder),
      )
      const ofUnused = async (at: number) =>
        (await tokens({}, false, at)).filter(({ state }) => state === 'issued')
      expect(await ofUnused(9 * day - 1)).toMatchObject([{ count: 3, notYetValid: 3, expired: 0 }])
      expect(await ofUnused(13 * day)).toMatchObject([{ count: 3, notYetValid: 0, expired: 3 }])
    })

    it('tell the days apart on which tokens were issued', async () => {
      const found = await tokens({}, true, 10 * day)
      expect(found.filter(({ state }) => state === 'issued')).toStrictEqual([
        { projectId: 1, day: 2, ...unused, count: 2, expired: 1 },
        { projectId: 1, day: 3, ...unused, count: 1, notYetValid: 1 },
      ])
    })

    it('are of imports by project, kind and outcome, with what they kept', async () => {
      expect(await imports({}, false)).toStrictEqual(
        [
          { projectId: 1, day: null, kind: 'dataset', outcome: 'imported', count: 2, rows: 10, bytes: 200 },
          { projectId: 1, day: null, kind: 'dataset', outcome: 'failed', count: 1, rows: 0, bytes: 0 },
          { projectId: 2, day: null, kind: 'ephemeral', outcome: 'imported', count: 1, rows: 0, bytes: 0 },
        ].toSorted(inOrder),
      )
    })

    it('tell the days apart on which outcomes were stored', async () => {
      const ofFirst = (await imports({}, true)).filter(({ projectId }) => projectId === 1)
      expect(ofFirst.map(({ day: on, outcome, count }) => [on, outcome, count])).toStrictEqual([
        [4, 'imported', 2],
        [5, 'failed', 1],
      ])
    })

    it.each([
      [2 * day, 3 * day - 1, 6],
      [2 * day, 3 * day, 7],
      [3 * day - 1, 3 * day, 1],
      [3 * day, undefined, 2],
      [undefined, 2 * day, 0],
    ])('are of tokens issued from %s, before %s', async (since, until, count) => {
      const period = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }
      const found = await tokens(period, false, 10 * day)
      expect(found.reduce((sum, each) => sum + each.count, 0)).toBe(count)
    })

    it.each([
      [4 * day, 5 * day, 3],
      [4 * day, 5 * day - 1, 2],
      [4 * day + 1, 5 * day + 1, 2],
      [5 * day + 1, 6 * day, 0],
    ])('are of imports settled from %i, before %i', async (since, until, count) => {
      const found = await imports({ since, until }, true)
      expect(found.reduce((sum, each) => sum + each.count, 0)).toBe(count)
    })

    it('hold sums that no JSON number would round', async () => {
      const most = Number.MAX_SAFE_INTEGER
      const put = token('z', { ...kept, projectId: 3, state: 'imported', bytes: most, settledAt: day })
      await subject().change({ model: 'tokens', put })
      const found = (await imports({}, false)).filter(({ projectId }) => projectId === 3)
      expect(found.map(({ bytes }) => bytes)).toStrictEqual([most])
    })
  })
}

interface Ordered {
  readonly projectId: number
  readonly day: number | null
  readonly kind?: string
  readonly state?: string
  readonly outcome?: string
}

const inOrder = (a: Ordered, b: Ordered): number => keyOf(a).localeCompare(keyOf(b))
const keyOf = ({ projectId, day: on, kind, state, outcome }: Ordered) =>
  [projectId, on, kind, state, outcome].join()
