import { type EventStore, EventStoreUnavailable } from '../../application/ports/event-store'
import type { Log } from '../../application/ports/log'
import { RefusedByEventStore } from '../eventstoredb/faults'

/**
 * The same history, which knows no refusals: an append that the store refuses has stored nothing, and a read that it
 * refuses is one that it doesn't answer. Why is told in the log, once until the store does something again or
 * refuses for another reason.
 */
export function unrefused(store: EventStore, log: Pick<Log, 'error'>): EventStore {
  let told: RefusedByEventStore['code'] | null = null

  async function orElse<T>(work: Promise<T>, otherwise: () => T): Promise<T> {
    try {
      const result = await work
      told = null
      return result
    } catch (fault) {
      if (!(fault instanceof RefusedByEventStore)) throw fault
      if (told !== fault.code) log.error(fault.message, fault)
      told = fault.code
      return otherwise()
    }
  }

  const unanswered = (): never => {
    throw new EventStoreUnavailable('the event store refuses what it is asked')
  }
  return {
    ...store,
    append: (stream, expected, events) =>
      orElse(store.append(stream, expected, events), () => ({ outcome: 'unavailable' })),
    readStream: (stream) => orElse(store.readStream(stream), unanswered),
    readAll: (after, limit) => orElse(store.readAll(after, limit), unanswered),
    head: () => orElse(store.head(), unanswered),
  }
}
