import { rulingOnAppend, rulingOnDelete } from './append-rules'
import { metadataOf, SOFT_DELETED, type StreamMetadata } from './stream-metadata'
import { systemEvent } from './system-event'

export interface ProposedEvent {
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

export interface StoredEvent extends ProposedEvent {
  readonly stream: string
  /** Counted over the whole life of a stream, soft deletes included. */
  readonly revision: bigint
  /** In the one order of all streams; grows with gaps, as byte offsets of a log do. */
  readonly position: bigint
  /** Milliseconds since 1970. */
  readonly created: number
}

export type Expected = 'any' | 'no-stream' | 'stream-exists' | bigint

export type Appended =
  /** `undefined` where the call held no events, or the stream none. */
  | { readonly kind: 'success'; readonly revision: bigint | undefined; readonly position: bigint | undefined }
  | {
      readonly kind: 'wrong-expected-version'
      readonly expected: Expected
      readonly current: bigint | undefined
    }
  | { readonly kind: 'stream-deleted' }

export interface EventLog {
  /** Every event of every stream, system streams included, in the order of their positions. */
  readonly all: readonly StoredEvent[]
  /** The events of a stream from the first to the last, those hidden by truncation included. */
  events(stream: string): readonly StoredEvent[]
  metadata(stream: string): StreamMetadata
  isTombstoned(stream: string): boolean
  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Appended
  softDelete(stream: string, expected: Expected): Appended
  tombstone(stream: string, expected: Expected): Appended
  /** Appends without asking any rule: what other people, and the server itself, have put there. */
  write(stream: string, events: readonly ProposedEvent[]): readonly StoredEvent[]
  /** Tells of each commit, once it can be read. Answers how to stop that. */
  onCommit(told: () => void): () => void
}

/** The largest revision there is: what a tombstone carries. */
const LAST_REVISION = 2n ** 63n - 1n

interface Stream {
  readonly events: StoredEvent[]
  readonly byId: Map<string, StoredEvent>
  tombstoned: boolean
}

/** The visible rules of EventStoreDB over memory. `firstPosition` moves the log's beginning. */
export function createEventLog({ now = Date.now, firstPosition = 0n } = {}): EventLog {
  const all: StoredEvent[] = []
  const streams = new Map<string, Stream>()
  const listeners = new Set<() => void>()
  let tail = firstPosition

  const events = (stream: string): readonly StoredEvent[] => streams.get(stream)?.events ?? []
  const metadata = (stream: string) => metadataOf(events(`$$${stream}`).at(-1))
  const isTombstoned = (stream: string) => streams.get(stream)?.tombstoned ?? false

  function write(name: string, proposed: readonly ProposedEvent[], revision?: bigint) {
    const stream = streams.get(name) ?? {
      events: [],
      byId: new Map<string, StoredEvent>(),
      tombstoned: false,
    }
    streams.set(name, stream)
    const created = now()
    const written = proposed.map((event): StoredEvent => {
      const stored = {
        ...event,
        stream: name,
        revision: revision ?? BigInt(stream.events.length),
        position: tail,
        created,
      }
      tail += BigInt(96 + name.length + event.type.length + event.data.length + event.metadata.length)
      stream.events.push(stored)
      stream.byId.set(event.id, stored)
      all.push(stored)
      return stored
    })
    if (written.length > 0) for (const told of listeners) told()
    return written
  }

  const standing = (stream: string) => ({
    events: events(stream),
    byId: (id: string) => streams.get(stream)?.byId.get(id),
    hasMetadata: streams.has(`$$${stream}`),
    isSoftDeleted: metadata(stream).truncateBefore === SOFT_DELETED,
    isTombstoned: isTombstoned(stream),
  })

  function end(stream: string, expected: Expected, write: () => readonly StoredEvent[]): Appended {
    const refusal = rulingOnDelete(standing(stream), expected)
    if (refusal !== undefined) return refusal
    const last = write().at(-1)
    return { kind: 'success', revision: last?.revision, position: last?.position }
  }

  return {
    all,
    events,
    metadata,
    isTombstoned,
    write,
    append(stream, expected, proposed) {
      const before = standing(stream)
      const ruling = rulingOnAppend(before, expected, proposed)
      if (ruling !== 'write') return ruling
      const last = before.events.at(-1)
      if (before.isSoftDeleted && proposed.length > 0) {
        // What was deleted stays hidden, and the numbering goes on.
        const truncateBefore = (last?.revision ?? -1n) + 1n
        write(`$$${stream}`, [systemEvent('$metadata', `{"$tb":${truncateBefore}}`)])
      }
      const written = write(stream, proposed).at(-1)
      return { kind: 'success', revision: (written ?? last)?.revision, position: written?.position }
    },
    softDelete: (stream, expected) =>
      end(stream, expected, () =>
        write(`$$${stream}`, [systemEvent('$metadata', `{"$tb":${SOFT_DELETED}}`)]),
      ),
    tombstone: (stream, expected) =>
      end(stream, expected, () => {
        const written = write(stream, [systemEvent('$streamDeleted', '{}')], LAST_REVISION)
        const ended = streams.get(stream)
        if (ended !== undefined) ended.tombstoned = true
        return written
      }),
    onCommit(told) {
      listeners.add(told)
      return () => listeners.delete(told)
    },
  }
}
