import fc from 'fast-check'
import type { HistoryQuery } from '../../src/application/history-query'
import { pageHistory } from '../../src/application/page-history'
import type { EventStore, RecordedEvent } from '../../src/application/ports/event-store'
import { replayHistory } from '../../src/application/replay-history'
import { auditedHistory, tokens } from './audited-history'

const never = new AbortController().signal

const idsOf = async (events: AsyncIterable<RecordedEvent>) => {
  const ids: string[] = []
  for await (const { id } of events) ids.push(id)
  return ids
}

/** All pages, each by where the one before said that it begins. */
async function pagesOf(query: HistoryQuery, limit: number, mostExamined: number) {
  const history = await auditedHistory()
  const page = pageHistory({ ...history, mostExamined })
  const pages: string[][] = []
  for (let from: bigint | null = null; ; ) {
    const { next, events } = await page(query, { from, limit }, never)
    pages.push(await idsOf(events()))
    if (next === null) return { pages, whole: await idsOf(replayHistory(history)(null, 1_000, query)) }
    from = next
  }
}

const anyQuery: fc.Arbitrary<HistoryQuery> = fc.record(
  {
    projectId: fc.constantFrom(1, 2, 3),
    user: fc.constantFrom('jdoe', 'asmith', 'nobody'),
    kind: fc.constantFrom('dataset', 'external', 'ephemeral'),
    tokenId: fc.constantFrom(tokens.kept, tokens.unused),
    since: fc.nat({ max: 23_000 }),
  },
  { requiredKeys: [] },
)

test('pages follow upon each other without a gap and without an overlap, whatever is asked', () =>
  fc.assert(
    fc.asyncProperty(
      anyQuery,
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 1, max: 25 }),
      async (query, limit, examined) => {
        const { pages, whole } = await pagesOf(query, limit, examined)
        expect(pages.flat()).toEqual(whole)
        for (const page of pages) expect(page.length).toBeLessThanOrEqual(Math.min(limit, examined))
      },
    ),
    { numRuns: 60 },
  ))

test('a page ends where so many events have been looked at, and says where to go on', async () => {
  const history = await auditedHistory()
  const { next, events } = await pageHistory({ ...history, mostExamined: 10 })(
    { kind: 'ephemeral' },
    { from: null, limit: 5 },
    never,
  )
  expect(await idsOf(events())).toEqual([])
  const [, tenth] = await history.store.readAll(null, 10).then((all) => [all[0], all[9]])
  expect(next).toBe(tenth?.position)
})

test('what is stored while a page is put together is left for the next one', async () => {
  const history = await auditedHistory()
  const head = history.store.head
  const store: EventStore = {
    ...history.store,
    async head() {
      const position = await head()
      await history.add('project-9', { type: 'ProjectRetired', projectId: 9 })
      return position
    },
  }
  const { next, events } = await pageHistory({ ...history, store })({}, { from: null, limit: 1_000 }, never)
  expect(next).toBeNull()
  expect(await idsOf(events())).toHaveLength(23)
})

test('behind the end there is nothing, and no next page', async () => {
  const history = await auditedHistory()
  const page = pageHistory(history)
  for (const from of [await history.store.head(), 10n ** 18n]) {
    const { next, events } = await page({}, { from, limit: 5 }, never)
    expect([next, await idsOf(events())]).toEqual([null, []])
  }
})

test('nobody who waits for it: nothing more is read', async () => {
  const history = await auditedHistory()
  let reads = 0
  const leaving = new AbortController()
  const store: EventStore = {
    ...history.store,
    readAll(after) {
      reads++
      leaving.abort()
      return history.store.readAll(after, 3)
    },
  }
  await pageHistory({ ...history, store })({ projectId: 3 }, { from: null, limit: 5 }, leaving.signal)
  expect(reads).toBe(1)
})
