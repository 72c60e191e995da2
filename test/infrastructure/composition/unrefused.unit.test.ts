import {
  type EventStore,
  EventStoreUnavailable,
  type NewEvent,
} from '../../../src/application/ports/event-store'
import { unrefused } from '../../../src/infrastructure/composition/unrefused'
import { RefusedByEventStore } from '../../../src/infrastructure/eventstoredb/faults'
import { memoryEventStore } from '../../../src/infrastructure/memory/event-store'

const event: NewEvent = {
  id: '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11',
  event: { type: 'ProjectNumberDrawn' },
  metadata: { correlationId: 'a', causationId: 'a', actor: { kind: 'system' } },
}

/** A store that refuses, or rejects with, whatever it is told. */
function failing() {
  const store = memoryEventStore({ clock: () => 0 })
  let fault: unknown = null
  const orFault =
    <Arguments extends unknown[], T>(call: (...values: Arguments) => Promise<T>) =>
    async (...values: Arguments) => {
      if (fault !== null) throw fault
      return call(...values)
    }
  const logged: string[] = []
  const history: EventStore = unrefused(
    {
      ...store,
      append: orFault(store.append),
      readStream: orFault(store.readStream),
      readAll: orFault(store.readAll),
      head: orFault(store.head),
    },
    { error: (message) => void logged.push(message) },
  )
  return {
    history,
    logged,
    failWith: (next: unknown) => {
      fault = next
    },
  }
}

test('an append that is refused has stored nothing; a read that is refused is not answered', async () => {
  const { history, failWith } = failing()
  failWith(new RefusedByEventStore('ACCESS_DENIED'))
  expect(await history.append('projectNumber-all', 'no-stream', [event])).toEqual({ outcome: 'unavailable' })
  for (const read of [history.readStream('a-1'), history.readAll(null, 1), history.head()]) {
    await expect(read).rejects.toThrow(EventStoreUnavailable)
  }
})

test('the reason is logged once, again for another reason, and again after the store has worked', async () => {
  const { history, logged, failWith } = failing()
  const refusals = [
    new RefusedByEventStore('ACCESS_DENIED'),
    new RefusedByEventStore('STORE_TOO_OLD'),
  ] as const
  const ask = async (fault: unknown) => {
    failWith(fault)
    await history.head().catch(() => undefined)
  }
  for (const fault of [refusals[0], refusals[0], refusals[1], null, refusals[1]]) await ask(fault)
  expect(logged).toEqual([refusals[0].message, refusals[1].message, refusals[1].message])
})

test('other faults pass', async () => {
  const { history, logged, failWith } = failing()
  const fault = new TypeError('the id of an event is a uuid')
  failWith(fault)
  await expect(history.append('projectNumber-all', 'no-stream', [event])).rejects.toBe(fault)
  expect(logged).toEqual([])
})
