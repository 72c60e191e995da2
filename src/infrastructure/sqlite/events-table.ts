import { whileBusy } from './busy'
import type { Database } from './open-database'

/**
 * Makes the table of a new file. `AUTOINCREMENT` because a plain key hands out a deleted last position again;
 * transactions write one after the other, so positions appear in their order.
 */
export function createEventsTable(database: Database): void {
  whileBusy(() =>
    database.exec(`
      CREATE TABLE IF NOT EXISTS events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        stream   TEXT NOT NULL,
        revision INTEGER NOT NULL,
        id       TEXT NOT NULL,
        type     TEXT NOT NULL,
        data     TEXT NOT NULL,
        metadata TEXT NOT NULL,
        created  INTEGER NOT NULL,
        UNIQUE (stream, revision)
      ) STRICT`),
  )
}
