import { replayHistory } from '../../../src/application/replay-history'
import type { DomainEvent } from '../../../src/domain/events'
import { memoryEventStore } from '../../../src/infrastructure/memory/event-store'
import { eventsFrom, type Range } from '../../../src/interfaces/cli/events-from'
import { byCommandLine } from './fake-terminal'

const retired = (projectId: number): DomainEvent => ({ type: 'ProjectRetired', projectId })

async function historyOf(count: number) {
  const store = memoryEventStore({ clock: () => 0 })
  const add = (projectId: number) =>
    store.append(`project-${projectId}`, 'no-stream', [
      { id: `event-${projectId}`, event: retired(projectId), metadata: byCommandLine },
    ])
  for (let at = 1; at <= count; at++) await add(at)
  return { add, useCases: { replayHistory: replayHistory({ store }) } }
}

const never = new AbortController().signal
const mustNotPause = { pause: () => Promise.reject(new Error('it waited')) }

async function idsOf(range: Range): Promise<readonly string[]> {
  const { useCases } = await historyOf(5)
  const ids: string[] = []
  for await (const { id } of eventsFrom(useCases, mustNotPause, range, never)) ids.push(id)
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

test('with those that come, until it is told to stop', async () => {
  const { add, useCases } = await historyOf(2)
  const stopping = new AbortController()
  const ids: string[] = []
  let pauses = 0
  const pause = async () => {
    pauses++
    if (pauses <= 3) await add(2 + pauses)
    else stopping.abort()
  }
  for await (const { id } of eventsFrom(useCases, { pause }, { follow: true }, stopping.signal)) ids.push(id)
  expect(ids).toEqual(['event-1', 'event-2', 'event-3', 'event-4', 'event-5'])
})

test('no more once it is told to stop in the middle', async () => {
  const { useCases } = await historyOf(5)
  const stopping = new AbortController()
  const ids: string[] = []
  for await (const { id } of eventsFrom(useCases, mustNotPause, { follow: true }, stopping.signal)) {
    ids.push(id)
    if (ids.length === 2) stopping.abort()
  }
  expect(ids).toEqual(['event-1', 'event-2'])
})
