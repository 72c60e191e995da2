import type { EventStore } from '../../application/ports/event-store'
import { append } from './append'
import { readChannelFiles } from './channel-files'
import { connect } from './client'
import { keepClient } from './client-keeper'
import { parseConnectionString } from './connection-string'
import { toEncoded } from './encode'
import { createEnding } from './ending'
import { createHistory } from './history'
import { createHorizon } from './horizon'
import { locateBy } from './locate'
import { createReading } from './reading'
import { toRecorded } from './recorded'
import { follow } from './subscription'

export interface EventStoreDbEventStoreOptions {
  /** `esdb://…` or `esdb+discover://…`. It appears in no error. */
  readonly connectionString: string
  /** Stands before the name of every stream; other streams are not seen. Not empty. */
  readonly streamPrefix: string
  /** How long an append is repeated, in milliseconds: 7 s, and the last attempt's time, until it is `unknown`. */
  readonly patienceMs?: number
  /** How long one attempt to append is waited for. */
  readonly attemptMs?: number
  /** How long a read is repeated that fails. */
  readonly readPatienceMs?: number
  /** How long a read waits for the next sign of the server. */
  readonly silenceMs?: number
  /** How long a subscription is quiet until it is looked whether something is missing. */
  readonly watchMs?: number
  /** Hears of refusals that nobody is told otherwise: a subscription's, which goes on trying. */
  readonly onFault?: (fault: unknown) => void
}

export interface EventStoreDbEventStore extends EventStore {
  /** Answers what was asked for before, ends all subscriptions. Appends are `unavailable` then. */
  close(): Promise<void>
}

/**
 * The history in EventStoreDB 23.10 or later, which nodes of any hosts may share. Connects when it is first
 * asked something. Rejects with `InvalidConnectionString`.
 */
export async function openEventStoreDbEventStore(
  options: EventStoreDbEventStoreOptions,
): Promise<EventStoreDbEventStore> {
  const { streamPrefix: prefix, patienceMs = 7_000, attemptMs = 3_000 } = options
  const { readPatienceMs = 3_000, silenceMs = 3_000, watchMs = 5_000, onFault = () => {} } = options
  if (prefix === '') throw new RangeError('a stream prefix keeps the history apart from the events of others')
  const settings = parseConnectionString(options.connectionString)
  const files = readChannelFiles(settings)

  /** Nothing new is begun. */
  const stopping = createEnding()
  /** What goes on by itself ends. */
  const closing = createEnding()
  const keeper = keepClient(() => connect(settings, files))
  const reading = createReading(keeper, { silenceMs, patienceMs: readPatienceMs, closing: closing.signal })
  const horizon = createHorizon()
  const history = createHistory({ reading, horizon, prefix })
  const subscriptions = { keeper, horizon, prefix, head: history.head, watchMs, silenceMs, onFault }
  const underWay = new Set<Promise<unknown>>()

  const locate = locateBy(reading)

  return {
    async append(stream, expected, events) {
      const call = { stream: prefix + stream, expected, events: events.map(toEncoded) }
      const appending = append(keeper, locate, { attemptMs, patienceMs, closing: stopping.signal }, call)
      underWay.add(appending)
      const result = await appending.finally(() => underWay.delete(appending))
      if (result.outcome === 'appended') horizon.seen(result.position)
      return result
    },
    async readStream(stream) {
      const events = await reading.whole((client) =>
        reading.drain(client, client.readStream(prefix + stream, null, Number.MAX_SAFE_INTEGER)),
      )
      return events.map((event) => toRecorded(prefix, event))
    },
    async readAll(after, limit) {
      const events = await history.after(after, limit)
      return events.map((event) => toRecorded(prefix, event))
    },
    head: history.head,
    subscribe: (after, handle, signal) =>
      follow(subscriptions, after, handle, AbortSignal.any([signal, closing.signal])),
    async close() {
      stopping.abort()
      await Promise.allSettled(underWay)
      closing.abort()
      await keeper.close()
    },
  }
}
