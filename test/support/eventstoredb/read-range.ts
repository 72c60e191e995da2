import type { ReadReq } from '@eventstore/db-client/generated/streams_pb'
import type { EventLog, StoredEvent } from './event-log'
import { SOFT_DELETED } from './stream-metadata'
import { streamNameOf } from './wire'

/** The name under which the log of all streams is read. */
export const ALL = '$all'

export const streamOf = (options: ReadReq.Options) =>
  options.hasAll() ? ALL : streamNameOf(options.getStream())

export const eventsOf = (log: EventLog, stream: string) => (stream === ALL ? log.all : log.events(stream))

/** Index of the first event that truncation leaves; behind the last where none is left. */
export function firstVisible(log: EventLog, stream: string): number {
  const events = eventsOf(log, stream)
  const { truncateBefore = 0n, maxCount } = log.metadata(stream)
  if (truncateBefore === SOFT_DELETED) return events.length
  return Math.max(Number(truncateBefore), maxCount === undefined ? 0 : events.length - maxCount)
}

/** Where a read begins. Forwards it takes the event at its start along; backwards only that of a stream. */
export function readFrom(
  options: ReadReq.Options,
  events: readonly StoredEvent[],
  isBackwards: boolean,
): number {
  const from = options.getAll() ?? options.getStream()
  if (from?.hasStart()) return isBackwards && options.hasAll() ? -1 : 0
  if (from?.hasEnd()) return isBackwards ? events.length - 1 : events.length
  const position = options.getAll()?.getPosition()
  if (position !== undefined) {
    const at = indexAtOrAfter(events, BigInt(position.getCommitPosition()))
    return isBackwards ? at - 1 : at
  }
  const revision = Number(options.getStream()?.getRevision() ?? 0)
  return isBackwards ? Math.min(revision, events.length - 1) : revision
}

/** Where a subscription begins: behind the event it names. */
export function subscribeFrom(options: ReadReq.Options, events: readonly StoredEvent[]): number {
  const from = options.getAll() ?? options.getStream()
  if (from?.hasStart()) return 0
  if (from?.hasEnd()) return events.length
  const position = options.getAll()?.getPosition()
  if (position !== undefined) return indexAtOrAfter(events, BigInt(position.getCommitPosition()) + 1n)
  return Number(options.getStream()?.getRevision() ?? 0) + 1
}

function indexAtOrAfter(events: readonly StoredEvent[], position: bigint): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const event = events[middle]
    if (event !== undefined && event.position < position) low = middle + 1
    else high = middle
  }
  return low
}
