import type { EventStore } from '../../application/ports/event-store'
import type { Metrics } from '../../application/ports/metrics'

/** The same history, whose appends are timed. */
export const measuredAppends = (store: EventStore, metrics: Pick<Metrics, 'eventsAppended'>): EventStore => ({
  ...store,
  async append(stream, expected, events) {
    const begunAt = performance.now()
    const result = await store.append(stream, expected, events)
    metrics.eventsAppended(result.outcome, (performance.now() - begunAt) / 1_000)
    return result
  },
})
