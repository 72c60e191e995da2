import { EventStoreUnavailable } from '../../application/ports/event-store'
import type { HistorySource, HistoryTarget, StoredEvent } from '../../application/ports/history-copy'
import { whileBusy } from './busy'
import { isDatabaseFault } from './database-fault'
import { createEventsTable } from './events-table'
import { openHistoryReader } from './history-reader'
import { type Database, openDatabase } from './open-database'

interface Closable {
  close(): Promise<void>
}

const patienceMs = 5_000

/** The history of a file that a service has made. Throws when there is none. */
export function openSqliteSource(path: string, prefix: string): HistorySource & Closable {
  const reader = openHistoryReader(path, prefix)
  const read = async <T>(query: () => T): Promise<T> => {
    try {
      return whileBusy(query, patienceMs)
    } catch (fault) {
      if (!isDatabaseFault(fault)) throw fault
      throw new EventStoreUnavailable(`SQLite answered with its code ${fault.rawCode}`)
    }
  }
  return {
    page: (after, limit) => read(() => reader.page(after, limit).events),
    head: () => read(() => reader.head()),
    async close() {
      reader.close()
    },
  }
}

/**
 * A file that is made where there is none. It keeps the events' times, and streams that begin at a higher
 * revision. A call of `append` is one transaction. It blocks: for a command that does nothing else.
 */
export function openSqliteTarget(path: string, prefix: string): HistoryTarget & Closable {
  const database = openDatabase(path, { synchronous: 'FULL' })
  try {
    createEventsTable(database)
    const source = openSqliteSource(path, prefix)
    const insertAll = inserter(database, prefix)
    return {
      ...source,
      keepsCreated: true,
      async append(events) {
        try {
          whileBusy(() => database.exec('BEGIN IMMEDIATE'), patienceMs)
          const isWhole = insertAll(events)
          database.exec(isWhole ? 'COMMIT' : 'ROLLBACK')
          return isWhole ? 'appended' : 'conflict'
        } catch (fault) {
          if (database.inTransaction) database.exec('ROLLBACK')
          if (isDatabaseFault(fault)) return 'unavailable'
          throw fault
        }
      },
      async close() {
        await source.close()
        database.close()
      },
    }
  } catch (fault) {
    database.close()
    throw fault
  }
}

/** Whether all events fit behind what their streams hold. */
function inserter(database: Database, prefix: string): (events: readonly StoredEvent[]) => boolean {
  const newest = database.prepare<[string[]]>('SELECT max(revision) FROM events WHERE stream = ?').raw()
  const insert = database.prepare<[(string | number)[]]>(
    'INSERT INTO events (stream, revision, id, type, data, metadata, created) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  return (events) =>
    events.every(({ stream, revision, id, type, data, metadata, created }) => {
      const [standing] = newest.get([prefix + stream]) as [number | null]
      if (standing !== null && standing >= revision) return false
      insert.run([prefix + stream, revision, id, type, data, metadata, created])
      return true
    })
}
