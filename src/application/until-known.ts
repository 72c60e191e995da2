import { AppendOutcomeUnknown } from './execute'
import {
  type AppendResult,
  type EventStore,
  EventStoreUnavailable,
  type ExpectedRevision,
  type NewEvent,
} from './ports/event-store'
import type { Pause } from './ports/pause'

/** How an import goes on past a store that doesn't answer: it has begun what must come to an end. */
export interface Persistence {
  readonly pause: Pause
  /** Called when an outcome is unclear, each time. */
  unclear(): void
}

const longestPauseMs = 1_000

/** Repeats the identical call, same ids and same revision, until its outcome is known. */
export async function appendUntilKnown(
  { pause, unclear }: Persistence,
  store: EventStore,
  stream: string,
  expected: ExpectedRevision,
  events: readonly [NewEvent, ...NewEvent[]],
): Promise<Exclude<AppendResult, { outcome: 'unknown' }>> {
  for (let ms = 100; ; ms = Math.min(ms * 2, longestPauseMs)) {
    const result = await store.append(stream, expected, events)
    if (result.outcome !== 'unknown') return result
    unclear()
    await pause(ms)
  }
}

/** Does the work again until the event store has let it come to its end. */
export async function untilDone<T>({ pause, unclear }: Persistence, work: () => Promise<T>): Promise<T> {
  for (let ms = 100; ; ms = Math.min(ms * 2, longestPauseMs)) {
    try {
      return await work()
    } catch (fault) {
      if (!(fault instanceof EventStoreUnavailable || fault instanceof AppendOutcomeUnknown)) throw fault
    }
    unclear()
    await pause(ms)
  }
}
