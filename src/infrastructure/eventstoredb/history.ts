import { EventStoreUnavailable } from '../../application/ports/event-store'
import type { Horizon } from './horizon'
import type { Reading } from './reading'
import { positionOf } from './recorded'
import type { ClientEvent, StoreClient } from './store-client'

export interface HistoryOptions {
  readonly reading: Reading
  readonly horizon: Horizon
  readonly prefix: string
}

/** Our events among those of others. Rejects as `Reading` does. */
export interface History {
  /** Those after `after`, at most `limit`, to the end as it was when this was called. */
  after(after: bigint | null, limit: number): Promise<readonly ClientEvent[]>
  /** The position of the newest when this was called, or of one that came since. */
  head(): Promise<bigint | null>
}

/** How many events a look back from the end takes in, in calls that grow; most of the time one is enough. */
const looks = [1, 32, 512] as const

export function createHistory({ reading, horizon, prefix }: HistoryOptions): History {
  /**
   * The client can't read `$all` through a filter. A subscription can, and is ended when it has caught up: no
   * event of others is transported.
   */
  async function sift(
    client: StoreClient,
    from: bigint | null,
    take: (events: readonly ClientEvent[]) => boolean,
  ): Promise<void> {
    const feed = client.subscribe(prefix, from)
    try {
      for (;;) {
        const events = await reading.next(client, feed)
        if (events === 'ended') throw new EventStoreUnavailable('the event store ended a subscription')
        for (const event of events) horizon.seen(positionOf(event))
        const takenTo = feed.takenTo()
        if (takenTo !== null) horizon.examined(from, takenTo)
        if (!take(events) || feed.isCaughtUp()) return
      }
    } finally {
      feed.cancel()
    }
  }

  /** Whether the look back from the end came to an event of ours, or to where nothing new can be. */
  async function lookBack(
    client: StoreClient,
    floor: bigint | null,
  ): Promise<{ readonly end: bigint | null; readonly isFound: boolean }> {
    let end: bigint | null = null
    let before: bigint | null = null
    for (const count of looks) {
      const events = await reading.drain(client, client.readBackwards(before, count))
      for (const event of events) {
        const position = positionOf(event)
        end ??= position
        before = position
        if (floor !== null && position <= floor) return { end, isFound: true }
        if (event.streamId.startsWith(prefix)) {
          horizon.seen(position)
          return { end, isFound: true }
        }
      }
      if (events.length < count) return { end, isFound: true }
    }
    return { end, isFound: false }
  }

  return {
    async after(after, limit) {
      if (limit < 1) return []
      return reading.whole(async (client) => {
        const taken: ClientEvent[] = []
        await sift(client, after, (events) => {
          taken.push(...events)
          return taken.length < limit
        })
        return taken.slice(0, limit)
      })
    },
    head: () =>
      reading.whole(async (client) => {
        const floor = horizon.floor()
        const { end, isFound } = await lookBack(client, floor)
        if (!isFound) await sift(client, floor, () => true)
        if (end !== null) horizon.examined(floor, end)
        return horizon.newest()
      }),
  }
}
