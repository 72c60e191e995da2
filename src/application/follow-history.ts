import type { UserLookup } from './find-user'
import { eventFilter, type HistoryQuery } from './history-query'
import type { RecordedEvent } from './ports/event-store'

/**
 * Hands over every event after `from`, first those that are there, then each new one of any process within a second,
 * and says whether it is of the query. The next one waits until this one has been handled. Settles when `signal`
 * aborts; rejects as a subscription does.
 */
export type FollowHistory = (
  query: HistoryQuery,
  from: bigint | null,
  handle: (event: RecordedEvent, isOfQuery: boolean) => Promise<void>,
  signal: AbortSignal,
) => Promise<void>

export const followHistory =
  (deps: UserLookup): FollowHistory =>
  async (query, from, handle, signal) => {
    const concerns = await eventFilter(deps, query)
    await deps.store.subscribe(from, async (event) => handle(event, await concerns(event)), signal)
  }
