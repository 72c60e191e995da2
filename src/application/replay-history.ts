import type { UserLookup } from './find-user'
import { eventFilter, type HistoryQuery } from './history-query'
import type { EventStore, RecordedEvent } from './ports/event-store'

/** The events of the query after `from` in the one global order, as they are stored: `limit` of them at most. */
export type ReplayHistory = (
  from: bigint | null,
  limit: number,
  query?: HistoryQuery,
) => AsyncIterable<RecordedEvent>

export const replayHistory = (deps: UserLookup): ReplayHistory =>
  async function* (from, limit, query = {}) {
    if (limit <= 0) return
    const concerns = await eventFilter(deps, query)
    let left = limit
    for await (const event of eventsBehind(deps.store, from)) {
      if (!(await concerns(event))) continue
      yield event
      left--
      if (left === 0) return
    }
  }

/** Few enough that others have their turn soon: a page is read, and looked at, in one go. */
const pageSize = 200

/** All events after `from` that there are, a page in memory at a time. */
export async function* eventsBehind(
  store: EventStore,
  from: bigint | null,
): AsyncGenerator<RecordedEvent, void> {
  for (let after = from; ; ) {
    const page = await store.readAll(after, pageSize)
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    after = last.position
  }
}
