import { EventStoreUnavailable, type RecordedEvent } from '../../application/ports/event-store'
import { fromText } from '../event-codec/json-text'
import type { Page } from './history-reader'
import type { Wakeups } from './wakeups'

export interface SubscriptionSource {
  /** Rejects with `EventStoreUnavailable` when the store does not answer. */
  page(after: bigint | null, limit: number): Promise<Page>
  readonly wakeups: Wakeups
}

const pageSize = 250
/** Commits of this process wake a subscription at once; those of others it has to look for. */
const pollMs = 100
const longestPauseMs = 2_000

/** Hands out the events after `after` as the port's `subscribe` says. */
export async function follow(
  { page, wakeups }: SubscriptionSource,
  after: bigint | null,
  handle: (event: RecordedEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let position = after
  let failures = 0
  while (!signal.aborted) {
    const next = await page(position, pageSize).catch(onlyUnavailable)
    if (next === null) {
      failures += 1
      await wakeups.pause(Math.min(pollMs * 2 ** failures, longestPauseMs), signal)
      continue
    }
    failures = 0
    for (const event of next.events) {
      if (signal.aborted) return
      await handle(fromText(event))
    }
    position = next.upTo
    if (next.events.length === 0) await wakeups.pause(pollMs, signal)
    // Handlers that never wait would keep everything else from running while a long history is read.
    else await new Promise(setImmediate)
  }
}

function onlyUnavailable(fault: unknown): null {
  if (fault instanceof EventStoreUnavailable) return null
  throw fault
}
