import type { RecordedEvent } from '../../application/ports/event-store'
import { decodeEvent } from '../event-codec/event-codec'
import type { ClientEvent } from './store-client'

/** Throws as `decodeEvent` does; `stored` is the event as it stands in the store, whoever put it there. */
export function toRecorded(prefix: string, stored: ClientEvent): RecordedEvent {
  const { type, data, metadata } = stored
  const { event, metadata: eventMetadata } = decodeEvent({ type, data, metadata })
  return {
    ...placeOf(prefix, stored),
    event,
    metadata: eventMetadata,
    // Decoding has shown that both are objects.
    stored: { type, data, metadata } as RecordedEvent['stored'],
  }
}

/** Which event it is, and where and since when it stands. */
export function placeOf(prefix: string, stored: ClientEvent) {
  const { id, streamId, revision, created } = stored
  return {
    id,
    stream: streamId.slice(prefix.length),
    revision: Number(revision),
    position: positionOf(stored),
    created: created.getTime(),
  }
}

/** Of an event in `$all`. */
export function positionOf({ position }: ClientEvent): bigint {
  // Every server since 22.6 tells it.
  if (position === undefined) throw new RangeError('the event store told no position of an event')
  return position.commit
}
