import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {
  openSqliteEventStore,
  type SqliteEventStore,
  type SqliteEventStoreOptions,
} from '../../../src/infrastructure/sqlite/event-store'

export interface TemporaryHistory {
  readonly path: string
  readonly prefix: string
  /** Once more with each call, as another process would. */
  open(options?: Partial<SqliteEventStoreOptions>): Promise<SqliteEventStore>
  /** Closes all that was opened. */
  remove(): Promise<void>
}

/** A file of its own in a directory of its own. */
export function temporaryHistory(): TemporaryHistory {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'history-'))
  const file = path.join(directory, 'events.db')
  const prefix = 'test.'
  const opened: SqliteEventStore[] = []
  return {
    path: file,
    prefix,
    async open(options) {
      const store = await openSqliteEventStore({ path: file, streamPrefix: prefix, ...options })
      opened.push(store)
      return store
    },
    async remove() {
      await Promise.all(opened.map((store) => store.close()))
      rmSync(directory, { recursive: true })
    },
  }
}

/** One for each test of the surrounding suite. */
temporaryHistory.forEach = (): (() => TemporaryHistory) => {
  let history: TemporaryHistory
  beforeEach(() => {
    history = temporaryHistory()
  })
  afterEach(() => history.remove())
  return () => history
}
