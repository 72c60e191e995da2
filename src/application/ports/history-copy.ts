/**
 * An event as it stands in a store, not decoded: one that this version doesn't know is copied like any other.
 */
export interface StoredEvent {
  readonly id: string
  /** Without the deployment's prefix. */
  readonly stream: string
  readonly revision: number
  /** In the order of its own store; another store gives it another one. */
  readonly position: bigint
  /** Milliseconds since 1970. */
  readonly created: number
  readonly type: string
  /** JSON text. */
  readonly data: string
  readonly metadata: string
}

/** Thrown for an event whose data or metadata a store can't hand out, or take, word for word. */
export class UncopyableEvent extends Error {
  override readonly name = 'UncopyableEvent'
  constructor() {
    super('an event holds what can not be copied word for word')
  }
}

/** Reads of a whole history. They reject with `EventStoreUnavailable` or `UncopyableEvent`. */
export interface HistorySource {
  /** The events after `after` (`null`: from the beginning) in the global order, at most `limit`. */
  page(after: bigint | null, limit: number): Promise<readonly StoredEvent[]>
  /** The position of the newest event, `null` for an empty history. */
  head(): Promise<bigint | null>
}

export interface HistoryTarget extends HistorySource {
  /** Whether an event keeps its time; otherwise the store gives it the time of the copy. */
  readonly keepsCreated: boolean
  /**
   * Stores the events in their order, each at its own revision. `conflict`: a stream stands elsewhere, or the
   * store can't begin one there. `unavailable`: the store did not answer. Of both, events from the first on
   * may have been stored.
   */
  append(events: readonly StoredEvent[]): Promise<'appended' | 'conflict' | 'unavailable'>
}
