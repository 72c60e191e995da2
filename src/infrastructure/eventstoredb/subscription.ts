import { EventStoreUnavailable, type RecordedEvent } from '../../application/ports/event-store'
import { backOff } from './back-off'
import type { ClientKeeper } from './client-keeper'
import { RefusedByEventStore, readFaultOf } from './faults'
import type { Feed } from './feed'
import { type Horizon, later } from './horizon'
import { positionOf, toRecorded } from './recorded'
import type { Resolved } from './store-client'

export interface SubscriptionOptions {
  readonly keeper: ClientKeeper
  readonly horizon: Horizon
  readonly prefix: string
  /** Of the history; asked for when a subscription has been quiet. */
  readonly head: () => Promise<bigint | null>
  /** For how long one may be quiet until it is looked whether something is missing, in milliseconds. */
  readonly watchMs: number
  /** How long the server has to answer. */
  readonly silenceMs: number
  /** Hears that the store refuses the subscription, which goes on trying. */
  readonly onFault: (fault: unknown) => void
}

/**
 * Hands out the events after `after` as the port's `subscribe` says. The client's subscription ends with its
 * connection, with the leader, and when its consumer is slow; this one begins it anew, behind the last event that was
 * handled.
 */
export async function follow(
  options: SubscriptionOptions,
  after: bigint | null,
  handle: (event: RecordedEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { keeper, horizon, prefix } = options
  let handledTo = after
  let failures = 0

  while (!signal.aborted) {
    const begunAt = handledTo
    try {
      await once()
    } catch (fault) {
      if (!(fault instanceof EventStoreUnavailable || fault instanceof RefusedByEventStore)) throw fault
      if (fault instanceof RefusedByEventStore && failures === 0) options.onFault(fault)
    }
    failures = handledTo === begunAt ? failures + 1 : 0
    await backOff(failures, signal)
  }

  async function once(): Promise<void> {
    const client = await beforeAbort(keeper.ready(options.silenceMs), signal)
    if (client === 'aborted') return
    const feed = client.subscribe(prefix, handledTo)
    signal.addEventListener('abort', feed.wake)
    try {
      await consume(feed)
    } finally {
      signal.removeEventListener('abort', feed.wake)
      feed.cancel()
    }
  }

  async function consume(feed: Feed<Resolved>): Promise<void> {
    /** The end of the history when it was last looked at. */
    let end: bigint | null = null
    const isBehind = () => end !== null && (handledTo === null || handledTo < end)
    const from = handledTo
    while (!signal.aborted) {
      const items = await feed.next(options.watchMs).catch((fault: unknown) => {
        throw readFaultOf(fault)
      })
      if (items === 'ended') return
      if (items === 'quiet') {
        // What was there a whole while ago should have come: the subscription is dead and doesn't know.
        if (isBehind()) return
        const head = await beforeAbort(options.head(), signal)
        if (head !== 'aborted') end = head
        continue
      }
      for (const { event } of items) {
        if (signal.aborted) return
        if (event === undefined) continue
        const position = positionOf(event)
        await handle(toRecorded(prefix, event))
        handledTo = position
        horizon.seen(position)
      }
      const takenTo = feed.takenTo()
      if (takenTo !== null) {
        horizon.examined(from, takenTo)
        handledTo = later(handledTo, takenTo)
      }
    }
  }
}

function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T | 'aborted'> {
  return new Promise((resolve, reject) => {
    const abort = () => resolve('aborted')
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
