import { setTimeout as pause } from 'node:timers/promises'
import {
  type EventStore,
  EventStoreUnavailable,
  type RecordedEvent,
} from '../../application/ports/event-store'
import { fromText, type RecordedText, toText } from '../event-codec/json-text'
import { isBusy } from './busy'
import { isDatabaseFault } from './database-fault'
import { type HistoryReader, openHistoryReader } from './history-reader'
import { follow } from './subscription'
import { createWakeups } from './wakeups'
import { startWriter } from './writer'

export interface SqliteEventStoreOptions {
  /** Of the database file, in a directory that exists. Its side files lie beside it. */
  readonly path: string
  /** Stands before the name of every stream; other prefixes in the file are not seen. */
  readonly streamPrefix: string
  readonly clock?: () => number
  /** How long an append waits for other processes to let go of the file until it is `unavailable`. */
  readonly patienceMs?: number
  /** Hears of a writer thread that ended by a fault. The next append starts another. */
  readonly onFault?: (fault: unknown) => void
}

export interface SqliteEventStore extends EventStore {
  /** Answers what was asked for before, ends the thread and all subscriptions. Appends are `unavailable` then. */
  close(): Promise<void>
}

const pageSize = 500
const readPatienceMs = 2_000

/**
 * The history in one SQLite file, which several processes of a host may share. An append is answered when it
 * has been flushed to the disk. Rejects when the file can't be opened with the settings that this needs.
 */
export async function openSqliteEventStore(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
  const { path, streamPrefix } = options
  const wakeups = createWakeups()
  const closing = new AbortController()
  const writer = await startWriter({
    path,
    clock: options.clock ?? Date.now,
    patienceMs: options.patienceMs ?? 5_000,
    committed: wakeups.wakeAll,
    faulted: options.onFault ?? (() => {}),
  })
  const reader = await openReader()

  async function openReader(): Promise<HistoryReader> {
    try {
      return openHistoryReader(path, streamPrefix)
    } catch (fault) {
      await writer.close()
      throw fault
    }
  }

  /** A reader is hardly ever in a writer's way; what is left of that is waited for. */
  async function read<T>(query: () => T): Promise<T> {
    const deadline = performance.now() + readPatienceMs
    for (;;) {
      if (closing.signal.aborted) throw new EventStoreUnavailable('the event store is closed')
      try {
        return query()
      } catch (fault) {
        if (!isDatabaseFault(fault)) throw fault
        if (!isBusy(fault) || performance.now() > deadline) {
          throw new EventStoreUnavailable(`SQLite answered with its code ${fault.rawCode}`)
        }
      }
      await pause(5)
    }
  }

  return {
    async append(stream, expected, events) {
      return writer.append({
        stream: streamPrefix + stream,
        expected: expected === 'no-stream' ? -1 : expected,
        events: events.map(toText),
      })
    },
    readStream: (stream) =>
      inPages(Number.POSITIVE_INFINITY, (last, size) =>
        read(() => reader.stream(stream, last?.revision ?? -1, size)),
      ),
    readAll: (after, limit) =>
      inPages(limit, async (last, size) => {
        const { events } = await read(() => reader.page(last?.position ?? after, size))
        return events
      }),
    head: () => read(() => reader.head()),
    subscribe(after, handle, signal) {
      const page = (position: bigint | null, limit: number) => read(() => reader.page(position, limit))
      return follow({ page, wakeups }, after, handle, AbortSignal.any([signal, closing.signal]))
    },
    async close() {
      await writer.close()
      closing.abort()
      reader.close()
    },
  }
}

/** Reads are synchronous: between two pages everything else that waits has its turn. */
async function inPages(
  limit: number,
  page: (last: RecordedEvent | undefined, size: number) => Promise<readonly RecordedText[]>,
): Promise<readonly RecordedEvent[]> {
  const recorded: RecordedEvent[] = []
  while (recorded.length < limit) {
    const size = Math.min(limit - recorded.length, pageSize)
    const texts = await page(recorded.at(-1), size)
    for (const text of texts) recorded.push(fromText(text))
    if (texts.length < size) break
    await new Promise(setImmediate)
  }
  return recorded
}
