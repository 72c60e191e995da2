import type { RecordedText } from '../event-codec/json-text'
import { openDatabase } from './open-database'

type Row = readonly [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  data: string,
  metadata: string,
  created: number,
]

/** A stretch of the history. */
export interface Page {
  readonly events: readonly RecordedText[]
  /** Every event of the prefix up to here is in this page or before it; `null` in an empty file. */
  readonly upTo: bigint | null
}

/** Reads of one connection, each short. They throw SQLite's faults as they are. */
export interface HistoryReader {
  /** At most `limit` events of a stream, oldest first, from those after `revision` on. */
  stream(name: string, revision: number, limit: number): readonly RecordedText[]
  page(after: bigint | null, limit: number): Page
  head(): bigint | null
  close(): void
}

const columns = 'position, stream, revision, id, type, data, metadata, created'
// No range of stream names: SQLite would take their index, and sort what it finds into the global order.
const ofPrefix = 'substr(stream, 1, length(?)) = ?'

/** The file must have been made by a writer. Streams are named without `prefix` here. */
export function openHistoryReader(path: string, prefix: string): HistoryReader {
  const database = openDatabase(path, { readonly: true, synchronous: 'FULL' })
  const rowsOf = (sql: string) => {
    const statement = database.prepare<[(string | number)[]]>(sql).raw()
    return (...values: (string | number)[]) => statement.all(values) as readonly unknown[]
  }
  const streamRows = rowsOf(
    `SELECT ${columns} FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?`,
  )
  const pageRows = rowsOf(
    `SELECT ${columns} FROM events WHERE position > ? AND ${ofPrefix} ORDER BY position LIMIT ?`,
  )
  const newest = rowsOf('SELECT max(position) FROM events')
  const newestOfPrefix = rowsOf(
    `SELECT position FROM events WHERE ${ofPrefix} ORDER BY position DESC LIMIT 1`,
  )

  const recorded = (rows: readonly unknown[]): readonly RecordedText[] =>
    (rows as readonly Row[]).map(([position, stream, revision, id, type, data, metadata, created]) => ({
      position: BigInt(position),
      stream: stream.slice(prefix.length),
      revision,
      id,
      type,
      data,
      metadata,
      created,
    }))

  return {
    stream: (name, revision, limit) => recorded(streamRows(prefix + name, revision, limit)),
    page(after, limit) {
      // Asked for first, so that what is stored between the two reads can't be passed over.
      const end = onlyPosition(newest())
      const events = recorded(pageRows(Number(after ?? 0), prefix, prefix, limit))
      const last = events.at(-1)?.position ?? after
      const isWhole = events.length < limit && end !== null && (last === null || end > last)
      return { events, upTo: isWhole ? end : last }
    },
    head: () => onlyPosition(newestOfPrefix(prefix, prefix)),
    close: () => database.close(),
  }
}

function onlyPosition(rows: readonly unknown[]): bigint | null {
  const [[position] = [null]] = rows as readonly [number | null][]
  return position === null ? null : BigInt(position)
}
