import type { AppendResult } from '../../application/ports/event-store'
import { whileBusy } from './busy'
import { isDatabaseFault } from './database-fault'
import type { Database } from './open-database'
import type { AppendCall, Batch } from './writer-protocol'

const longestPauseMs = 1

/**
 * Commits batches of appends, each batch in one transaction with one flush. Every append is decided by itself
 * inside it, on what the ones before it have written.
 */
export function batchCommitter(
  database: Database,
  patienceMs: number,
): (batch: Batch) => readonly AppendResult[] {
  const decide = appendDecider(database)

  return ({ calls, created }) => {
    const allAre = (outcome: 'unavailable' | 'unknown') => calls.map(() => ({ outcome }))
    let answers: readonly AppendResult[]
    try {
      whileBusy(() => database.exec('BEGIN IMMEDIATE'), patienceMs, longestPauseMs)
      answers = calls.map((call) => decide(call, created))
    } catch (fault) {
      undo(database)
      if (isDatabaseFault(fault)) return allAre('unavailable')
      throw fault
    }
    try {
      database.exec('COMMIT')
      return answers
    } catch (fault) {
      undo(database)
      // The commit may stand in the log although its flush failed: only a later look can tell.
      if (isDatabaseFault(fault)) return allAre('unknown')
      throw fault
    }
  }
}

function undo(database: Database): void {
  // SQLite has rolled back by itself after some faults.
  if (database.inTransaction) database.exec('ROLLBACK')
}

function appendDecider(database: Database): (call: AppendCall, created: number) => AppendResult {
  const newest = database.prepare<[string[]]>('SELECT max(revision) FROM events WHERE stream = ?').raw()
  const following = database
    .prepare<[(string | number)[]]>(
      'SELECT id, position FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
    )
    .raw()
  const insert = database.prepare<[(string | number)[]]>(
    'INSERT INTO events (stream, revision, id, type, data, metadata, created) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )

  /** Position and revision of the last event of an identical call that was stored earlier. */
  const earlier = ({ stream, expected, events }: AppendCall): AppendResult | null => {
    const stored = following.all([stream, expected, events.length]) as readonly [string, number][]
    const last = stored.at(-1)
    const identical = events.every(({ id }, index) => stored[index]?.[0] === id)
    if (!identical || last === undefined) return null
    return { outcome: 'appended', revision: expected + events.length, position: BigInt(last[1]) }
  }

  return (call, created) => {
    const { stream, expected, events } = call
    const [actual] = newest.get([stream]) as [number | null]
    if ((actual ?? -1) !== expected) {
      return earlier(call) ?? { outcome: 'conflict', actual: actual ?? 'no-stream' }
    }
    let revision = expected
    let position: number | bigint = 0
    for (const { id, type, data, metadata } of events) {
      revision += 1
      position = insert.run([stream, revision, id, type, data, metadata, created]).lastInsertRowid
    }
    return { outcome: 'appended', revision, position: BigInt(position) }
  }
}
