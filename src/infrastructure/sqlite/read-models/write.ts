import type { RowChange } from '../../../application/ports/read-model-rows'
import type { Database } from '../open-database'
import { positionTable, schema, schemaVersion } from './schema'
import { quoted, type Statement, statementOf } from './statements'

/** One call is one transaction: what it throws has changed nothing. `SQLITE_BUSY` may be tried again. */
export interface ReadModelWriter {
  prepare(storeId: string): void
  apply(storeId: string, from: bigint | null, to: bigint, changes: readonly RowChange[]): 'applied' | 'moved'
}

export function readModelWriter(database: Database): ReadModelWriter {
  return {
    prepare: (storeId) =>
      inTransaction(database, 'IMMEDIATE', () => {
        database.exec(positionTable)
        if (positionOf(database, storeId) === undefined) startAnew(database, storeId)
      }),
    apply: (storeId, from, to, changes) =>
      inTransaction(database, 'IMMEDIATE', () => {
        const position = positionOf(database, storeId)
        if (position === undefined)
          throw new Error('the read models are now those of another store or version')
        if (position !== from) return 'moved'
        const run = runner(database)
        for (const change of changes) {
          const statement = statementOf(change)
          if (statement !== null) run(statement)
        }
        database.prepare('UPDATE position SET position = ?').run([to])
        return 'applied'
      }),
  }
}

/** Prepares alike statements once; for one transaction, in which the tables can't change. */
function runner(database: Database): (statement: Statement) => void {
  const prepared = new Map<string, ReturnType<Database['prepare']>>()
  return ({ sql, values }) => {
    const statement = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, statement)
    statement.run(values)
  }
}

/** `undefined`: the models were made from another store, or by another version, or never. */
export function positionOf(database: Database, storeId: string): bigint | null | undefined {
  const [position] = database
    .prepare('SELECT CAST(position AS TEXT) FROM position WHERE store_id = ? AND version = ?')
    .raw()
    .all([storeId, schemaVersion])
    .flat()
  return typeof position === 'string' ? BigInt(position) : position === null ? null : undefined
}

/** Tables of another version may bear names that this one doesn't know. */
function startAnew(database: Database, storeId: string): void {
  const tables = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .raw()
    .all()
    .flat()
  for (const table of tables) database.exec(`DROP TABLE ${quoted(String(table))}`)
  for (const statement of [positionTable, ...schema]) database.exec(statement)
  database.prepare('INSERT INTO position VALUES (?, ?, NULL)').run([storeId, schemaVersion])
}

/** `DEFERRED` for work that only reads. */
export function inTransaction<T>(database: Database, mode: 'IMMEDIATE' | 'DEFERRED', work: () => T): T {
  database.exec(`BEGIN ${mode}`)
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (fault) {
    // SQLite itself has rolled back where the disk is full.
    if (database.inTransaction) database.exec('ROLLBACK')
    throw fault
  }
}
