import type { HistoryQuery } from '../../application/history-query'
import type { RecordedEvent } from '../../application/ports/event-store'
import type { Administration, Terminal } from './terminal'

export interface Range {
  /** The events behind this position. */
  readonly from?: bigint
  readonly limit?: number
  readonly follow?: true
}

/** The longest that a timer waits: 24 days. */
const longestMs = 2 ** 31 - 1

/** Hands over the events of a query; with `follow` also those that come, until `signal` aborts. */
export async function eachEvent(
  { replayHistory, followHistory }: Pick<Administration['useCases'], 'replayHistory' | 'followHistory'>,
  { pause }: Pick<Terminal, 'pause'>,
  query: HistoryQuery,
  { from, limit = Number.MAX_SAFE_INTEGER, follow }: Range,
  handle: (event: RecordedEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  if (follow !== true) {
    for await (const event of replayHistory(from ?? null, limit, query)) {
      if (signal.aborted) return
      handle(event)
    }
    return
  }
  const enough = new AbortController()
  let left = limit
  const take = async (event: RecordedEvent, isOfQuery: boolean) => {
    if (!isOfQuery) return
    handle(event)
    left--
    if (left === 0) enough.abort()
  }
  const ending = AbortSignal.any([signal, enough.signal])
  // A subscription alone keeps no process running.
  const keptRunning = pause(longestMs, ending)
  try {
    await followHistory(query, from ?? null, take, ending)
  } finally {
    enough.abort()
    await keptRunning
  }
}
