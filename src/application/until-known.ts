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

/**
 * Repeats the identical call, same ids and same revision, until its outcome is known. `unavailable`: no call can have
 * stored anything.
 */
export async function appendUntilKnown(
  { pause, unclear }: Persistence,
  store: EventStore,
  stream: string,
  expected: ExpectedRevision,
  events: readonly [NewEvent, ...NewEvent[]],
): Promise<Exclude<AppendResult, { outcome: 'unknown' }>> {
  let isOpen = false
  for (let ms = 100; ; ms = Math.min(ms * 2, longestPauseMs)) {
    const result = await store.append(stream, expected, events)
    // What an earlier call may have stored, a later one that stored nothing does not undo.
    isOpen ||= result.outcome === 'unknown'
    if (result.outcome === 'appended' || result.outcome === 'conflict') return result
    if (result.outcome === 'unavailable' && !isOpen) return result
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
