import type { NewEvent } from '../../application/ports/event-store'
import { encodeEvent } from '../event-codec/event-codec'

/** An event as the client takes it. */
export interface EncodedEvent {
  readonly id: string
  readonly contentType: 'application/json'
  readonly type: string
  readonly data: Record<string, unknown>
  readonly metadata: Record<string, unknown>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Checked to the last member before the client has it: an event that can't be serialised is never answered
 * there. Throws `UnfitEvent`, or a `TypeError` for an id that is no uuid.
 */
export function toEncoded({ id, event, metadata }: NewEvent): EncodedEvent {
  if (typeof id !== 'string' || !uuid.test(id)) throw new TypeError('the id of an event is a uuid')
  const stored = encodeEvent(event, metadata)
  return {
    id,
    contentType: 'application/json',
    type: stored.type,
    data: stored.data,
    metadata: stored.metadata,
  }
}
