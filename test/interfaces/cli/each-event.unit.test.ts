import { setTimeout } from 'node:timers/promises'
import { followHistory } from '../../../src/application/follow-history'
import { replayHistory } from '../../../src/application/replay-history'
import type { DomainEvent } from '../../../src/domain/events'
import { memoryEventStore } from '../../../src/infrastructure/memory/event-store'
import { eachEvent, type Range } from '../../../src/interfaces/cli/each-event'
import { byCommandLine } from './fake-terminal'

const retired = (projectId: number): DomainEvent => ({ type: 'ProjectRetired', projectId })

async function historyOf(count: number) {
  const store = memoryEventStore({ clock: () => 0 })
  const add = (projectId: number) =>
    store.append(`project-${projectId}`, 'no-stream', [
      { id: `event-${projectId}`, event: retired(projectId), metadata: byCommandLine },
    ])
  for (let at = 1; at <= count; at++) await add(at)
  const deps = { store, digests: { user: (name: string) => name, project: (name: string) => name } }
  return { add, useCases: { replayHistory: replayHistory(deps), followHistory: followHistory(deps) } }
}

const never = new AbortController().signal
const pause = (ms: number, signal: AbortSignal) =>
  setTimeout(ms, undefined, { signal }).catch(() => undefined)

async function idsOf(range: Range, projectId?: number): Promise<readonly string[]> {
  const { useCases } = await historyOf(5)
  const ids: string[] = []
  const query = projectId === undefined ? {} : { projectId }
  await eachEvent(useCases, { pause }, query, range, ({ id }) => ids.push(id), never)
  return ids
}

test('all of them, without a range', async () => expect(await idsOf({})).toHaveLength(5))

test('those behind a position, so many at most', async () => {
  const { useCases } = await historyOf(5)
  let from = 0n
  for await (const { position } of useCases.replayHistory(null, 1)) from = position
  expect(await idsOf({ from, limit: 2 })).toEqual(['event-2', 'event-3'])
  expect(await idsOf({ from, limit: 2, follow: true })).toEqual(['event-2', 'event-3'])
})

test('those of a query only', async () => {
  expect(await idsOf({}, 3)).toEqual(['event-3'])
  expect(await idsOf({ limit: 1, follow: true }, 4)).toEqual(['event-4'])
})

test('with those that come, until it is told to stop', async () => {
  const { add, useCases } = await historyOf(2)
  const stopping = new AbortController()
  const ids: string[] = []
  const take = ({ id }: { readonly id: string }) => {
    ids.push(id)
    if (ids.length >= 5) stopping.abort()
    else if (ids.length >= 2) void add(ids.length + 1)
  }
  await eachEvent(useCases, { pause }, {}, { follow: true }, take, stopping.signal)
  expect(ids).toEqual(['event-1', 'event-2', 'event-3', 'event-4', 'event-5'])
})

test.each([true, undefined] as const)(
  'no more once it is told to stop in the middle, with follow %s',
  async (follow) => {
    const { useCases } = await historyOf(5)
    const stopping = new AbortController()
    const ids: string[] = []
    const take = ({ id }: { readonly id: string }) => {
      ids.push(id)
      if (ids.length === 2) stopping.abort()
    }
    const range = follow === undefined ? {} : { follow }
    await eachEvent(useCases, { pause }, {}, range, take, stopping.signal)
    expect(ids).toEqual(['event-1', 'event-2'])
  },
)
