import type { UserLookup } from './find-user'
import { eventFilter, type HistoryQuery } from './history-query'
import type { RecordedEvent } from './ports/event-store'
import { eventsBehind } from './replay-history'

export interface HistoryRange {
  /** The position that the page begins behind; `null`: the beginning. */
  readonly from: bigint | null
  /** So many events at most. */
  readonly limit: number
}

export interface HistoryPage {
  /** Where the next page begins, which may be far behind the last event of this one; `null`: the history ends here. */
  readonly next: bigint | null
  /** The events of the page, read as they are taken: a page of any size takes no memory. */
  events(): AsyncIterable<RecordedEvent>
}

/**
 * A page of the events of a query. It ends before `limit` where the history ends, and where so many events have been
 * looked at that its reader would wait too long for what may not come. Gives up when `signal` aborts.
 */
export type PageHistory = (
  query: HistoryQuery,
  range: HistoryRange,
  signal: AbortSignal,
) => Promise<HistoryPage>

const usualMostExamined = 50_000

export const pageHistory =
  (deps: UserLookup & { readonly mostExamined?: number }): PageHistory =>
  async (query, { from, limit }, signal) => {
    const concerns = await eventFilter(deps, query)
    const head = await deps.store.head()
    let left = limit
    let unexamined = deps.mostExamined ?? usualMostExamined
    let at = from
    let first: { readonly behind: bigint | null } | null = null
    let last: bigint | null = null

    for await (const event of eventsBehind(deps.store, from)) {
      if (head === null || event.position > head || signal.aborted) break
      if (await concerns(event)) {
        first ??= { behind: at }
        last = event.position
        left--
      }
      at = event.position
      unexamined--
      if (left === 0 || unexamined === 0) break
    }

    async function* events(): AsyncGenerator<RecordedEvent, void> {
      if (first === null || last === null) return
      for await (const event of eventsBehind(deps.store, first.behind)) {
        if (await concerns(event)) yield event
        if (event.position === last) return
      }
    }
    return { next: head !== null && at !== null && at < head ? at : null, events }
  }
