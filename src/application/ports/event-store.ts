import type { DomainEvent } from '../../domain/events'

/** Who caused an event. `subject` is an opaque user id, never a name. */
export interface Actor {
  readonly kind: 'management' | 'token' | 'user' | 'cli' | 'system'
  /** The `identity` of the management credential. */
  readonly client?: string
  readonly subject?: string
}

/** Kept with every event from the first day, because it can't be added later. */
export interface EventMetadata {
  /** The request that the event belongs to. */
  readonly correlationId: string
  /** What directly led to it: an event's or a request's id. */
  readonly causationId: string
  readonly actor: Actor
}

/** `id` is a fresh uuid for each attempt; the identical call with the same ids may be repeated. */
export interface NewEvent<E extends DomainEvent = DomainEvent> {
  readonly id: string
  readonly event: E
  readonly metadata: EventMetadata
}

/** An event as it stands in the history. */
export interface RecordedEvent<E extends DomainEvent = DomainEvent> {
  readonly id: string
  /** Without the deployment's prefix. */
  readonly stream: string
  /** Of this event in its stream. Grows by one; a fold starts at whatever comes first. */
  readonly revision: number
  /** In the one global order: grows over all streams, with gaps. */
  readonly position: bigint
  /** Milliseconds since 1970, by the store's clock. */
  readonly created: number
  readonly event: E
  readonly metadata: EventMetadata
  /** The stored shape, word for word, for auditors. */
  readonly stored: {
    /** With its version: `TokenIssued.v1`. */
    readonly type: string
    readonly data: Readonly<Record<string, unknown>>
    readonly metadata: Readonly<Record<string, unknown>>
  }
}

export type ExpectedRevision = number | 'no-stream'

export type AppendResult =
  /** Revision and position of the last event of the call; also when an earlier, identical call stored it. */
  | { readonly outcome: 'appended'; readonly revision: number; readonly position: bigint }
  /** The stream stood elsewhere. Nothing was stored. */
  | { readonly outcome: 'conflict'; readonly actual: ExpectedRevision }
  /** It can't be told whether the call was stored. Repeat the identical call. */
  | { readonly outcome: 'unknown' }
  /** Nothing was stored, and nothing will be. */
  | { readonly outcome: 'unavailable' }

/** Thrown by reads when the store does not answer. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable'
}

/** Thrown when the history holds an event this version doesn't know. It is never skipped. */
export class UnknownStoredEvent extends Error {
  override readonly name = 'UnknownStoredEvent'
  constructor(readonly storedType: string) {
    super(`the history holds an event named ${storedType}, which this version of the service does not know`)
  }
}

/**
 * The history of the service. There is no delete: nothing that must vanish is put in. Appends to one stream
 * are decided by the expected revision, which has no default.
 */
export interface EventStore {
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly [NewEvent, ...NewEvent[]],
  ): Promise<AppendResult>
  /** The whole stream, oldest first; empty for one that does not exist. */
  readStream(stream: string): Promise<readonly RecordedEvent[]>
  /** The events after `after` (`null`: from the beginning) in the global order, at most `limit`. */
  readAll(after: bigint | null, limit: number): Promise<readonly RecordedEvent[]>
  /** The position of the newest event, `null` for an empty history. */
  head(): Promise<bigint | null>
  /**
   * Hands every event after `after` to `handle`, one at a time and in the global order: first those that are
   * there, then each new one, of any process, within a second. A subscription that lost its store resumes
   * behind the last event that was handled. Settles when `signal` aborts; rejects when `handle` does, or with
   * `UnknownStoredEvent`.
   */
  subscribe(
    after: bigint | null,
    handle: (event: RecordedEvent) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>
}
