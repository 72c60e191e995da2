import type { EncodedEvent } from './encode'
import type { Feed } from './feed'
import type { Inlet } from './inlet'

/** An event as the client hands it out. */
export interface ClientEvent {
  readonly id: string
  readonly streamId: string
  readonly revision: bigint
  readonly type: string
  readonly data: unknown
  readonly metadata?: unknown
  readonly created: Date
  readonly position?: { readonly commit: bigint }
}

/** What a read hands out; it has no event where a link leads nowhere. */
export interface Resolved {
  readonly event?: ClientEvent
}

export interface Stored {
  readonly revision: bigint
  readonly position?: bigint
}

/** A connection to the store; faults are the library's. */
export interface StoreClient {
  /** The server's version: at once where this connection has been told it, else asked for, without a deadline. */
  version(): string | Promise<string>
  /** Without a deadline. */
  append(stream: string, expected: bigint | 'no_stream', events: EncodedEvent[]): Promise<Stored>
  /** At most `limit` events of a stream, from the revision on. */
  readStream(stream: string, from: bigint | null, limit: number): Inlet<Resolved>
  /** At most `limit` events of `$all` before a position, newest first; `null`: from the end. */
  readBackwards(before: bigint | null, limit: number): Inlet<Resolved>
  subscribe(prefix: string, after: bigint | null): Feed<Resolved>
  /** When the server last answered, on the clock of `performance`: anything, or an append. */
  heardAt(what?: 'append'): number
  /** Aborted by `close`. */
  readonly closed: AbortSignal
  close(): Promise<void>
}
