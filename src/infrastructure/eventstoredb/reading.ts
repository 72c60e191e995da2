import { EventStoreUnavailable } from '../../application/ports/event-store'
import { backOff } from './back-off'
import type { ClientKeeper } from './client-keeper'
import { readFaultOf, typeOf } from './faults'
import type { Inlet } from './inlet'
import type { ClientEvent, Resolved, StoreClient } from './store-client'

export interface ReadingOptions {
  /** How long a read waits for the next sign of the server, in milliseconds. */
  readonly silenceMs: number
  /** How long a read that failed is repeated. */
  readonly patienceMs: number
  readonly closing: AbortSignal
}

/** Reads as whole calls: what fails is repeated from its beginning. */
export interface Reading {
  /** Rejects with `EventStoreUnavailable` or `RefusedByEventStore`. */
  whole<T>(read: (client: StoreClient) => Promise<T>): Promise<T>
  /** The next events, or `ended`; rejects when the server is silent. */
  next(client: StoreClient, inlet: Inlet<Resolved>): Promise<readonly ClientEvent[] | 'ended'>
  /** All events of a call that ends by itself. */
  drain(client: StoreClient, inlet: Inlet<Resolved>): Promise<readonly ClientEvent[]>
}

export function createReading(
  keeper: ClientKeeper,
  { silenceMs, patienceMs, closing }: ReadingOptions,
): Reading {
  async function next(client: StoreClient, inlet: Inlet<Resolved>) {
    const askedAt = performance.now()
    const items = await inlet.next(silenceMs).catch(endOrFault)
    if (items === 'quiet') {
      keeper.suspect(client, askedAt)
      throw new EventStoreUnavailable('the event store did not answer')
    }
    return items === 'ended' ? items : eventsOf(items)
  }

  return {
    next,
    async whole(read) {
      const end = performance.now() + patienceMs
      for (let failures = 0; ; failures += 1) {
        try {
          return await read(await keeper.ready(silenceMs))
        } catch (fault) {
          const isOver = closing.aborted || performance.now() >= end
          if (isOver || !(fault instanceof EventStoreUnavailable)) throw fault
        }
        await backOff(failures, closing)
      }
    },
    async drain(client, inlet) {
      const events: ClientEvent[] = []
      try {
        for (;;) {
          const some = await next(client, inlet)
          if (some === 'ended') return events
          events.push(...some)
        }
      } finally {
        inlet.cancel()
      }
    },
  }
}

/** A stream that does not exist is an empty one. */
function endOrFault(fault: unknown): 'ended' {
  if (typeOf(fault) === 'stream-not-found') return 'ended'
  throw readFaultOf(fault)
}

const eventsOf = (items: readonly Resolved[]): readonly ClientEvent[] =>
  items.flatMap(({ event }) => event ?? [])
