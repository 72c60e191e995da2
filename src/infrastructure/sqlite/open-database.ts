import { accessSync, closeSync, fchmodSync, openSync } from 'node:fs'
import Libsql from 'libsql'
import { whileBusy } from './busy'

/**
 * A connection. Bind parameters as one array and booleans as numbers: the driver takes a lone `null` for a set
 * of named parameters, and a boolean ends the process.
 */
export type Database = Libsql.Database

const flushes = { FULL: 2, NORMAL: 1 } as const

/**
 * Opens a database file in WAL mode with deleted rows overwritten; a new file is readable by its owner only.
 * `FULL` flushes every commit, `NORMAL` is for what can be made again. The driver waits for no lock: what is
 * busy throws at once (see `whileBusy`). A connection that only reads needs a file that a writer has made.
 */
export function openDatabase(
  path: string,
  options: { readonly readonly?: boolean; readonly synchronous: keyof typeof flushes },
): Database {
  const database = openFile(path, options.readonly ?? false)
  try {
    whileBusy(() => {
      if (!options.readonly) set(database, 'journal_mode', 'wal')
      set(database, 'secure_delete', 1)
      set(database, 'synchronous', flushes[options.synchronous])
      set(database, 'query_only', options.readonly ? 1 : 0)
      // The first read takes the lock that keeps the WAL in place, so that no later one finds it busy.
      expect(database, 'journal_mode', 'wal')
      database.prepare('SELECT count(*) FROM sqlite_schema').all()
    })
    return database
  } catch (fault) {
    database.close()
    throw fault
  }
}

/** The driver's messages, and Node's, quote the path. */
function openFile(path: string, readonly: boolean): Database {
  try {
    if (readonly) accessSync(path)
    else makePrivate(path)
    return new Libsql(path)
  } catch (fault) {
    const code = typeof fault === 'object' && fault !== null && 'code' in fault ? fault.code : undefined
    throw Object.assign(new Error('the database file could not be opened'), { code })
  }
}

/** The files beside it take over its mode. */
function makePrivate(path: string): void {
  const file = openSync(path, 'a', 0o600)
  try {
    fchmodSync(file, 0o600)
  } finally {
    closeSync(file)
  }
}

/** SQLite ignores a setting that it doesn't know or can't have, and says nothing. */
function set(database: Database, pragma: string, value: string | number): void {
  database.exec(`PRAGMA ${pragma} = ${value}`)
  expect(database, pragma, value)
}

function expect(database: Database, pragma: string, value: string | number): void {
  const [actual] = database.prepare(`PRAGMA ${pragma}`).raw().all().flat()
  if (actual !== value) throw new Error(`the database does not run with ${pragma} ${value}`)
}
