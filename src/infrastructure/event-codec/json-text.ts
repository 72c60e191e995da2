import type { NewEvent, RecordedEvent } from '../../application/ports/event-store'
import { decodeEvent, encodeEvent, UnfitEvent } from './event-codec'

/** A new event with its data and metadata as JSON text, for stores that keep text. */
export interface EventText {
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string
}

/** The same with its place in the history. */
export interface RecordedText extends EventText {
  /** Without the deployment's prefix. */
  readonly stream: string
  readonly revision: number
  readonly position: bigint
  readonly created: number
}

/** Throws `UnfitEvent` for an event that can't be stored. */
export function toText({ id, event, metadata }: NewEvent): EventText {
  const stored = encodeEvent(event, metadata)
  return {
    id,
    type: stored.type,
    data: JSON.stringify(stored.data),
    metadata: JSON.stringify(stored.metadata),
  }
}

/** Throws as `decodeEvent` does. */
export function fromText(text: RecordedText): RecordedEvent {
  const { id, stream, revision, position, created, type } = text
  const data = parse(text.data, type, 'data')
  const metadata = parse(text.metadata, type, 'metadata')
  const stored = { type, data, metadata } as RecordedEvent['stored']
  const decoded = decodeEvent(stored)
  return {
    id,
    stream,
    revision,
    position,
    created,
    event: decoded.event,
    metadata: decoded.metadata,
    stored,
  }
}

function parse(text: string, type: string, part: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The message of a SyntaxError quotes the text.
    throw new UnfitEvent(type, part)
  }
}
