import type { EventStore, RecordedEvent } from './ports/event-store'

/** The events after `from` in the one global order, as they are stored. */
export type ReplayHistory = (from: bigint | null, limit: number) => AsyncIterable<RecordedEvent>

const pageSize = 500

export const replayHistory = (deps: { readonly store: EventStore }): ReplayHistory =>
  async function* (from, limit) {
    let after = from
    for (let left = limit; left > 0; ) {
      const page = await deps.store.readAll(after, Math.min(pageSize, left))
      yield* page
      const last = page.at(-1)
      if (last === undefined) return
      after = last.position
      left -= page.length
    }
  }
