import {
  type Counts,
  dayAt,
  type ImportCount,
  type Period,
  type TokenCount,
} from '../../../application/ports/read-model-counts'
import { importKinds } from '../../../domain/import-kind'
import type { Database } from '../open-database'
import { integer, nullable, oneOf } from './columns'
import { readRow, type StoredRow } from './rows'
import type { Statement } from './statements'
import { dayOf, type Table, tables } from './tables'

type Counted<Row> = Pick<Table<Row>, 'columns'>

const tokenCount: Counted<TokenCount> = {
  columns: {
    projectId: integer,
    day: nullable(integer),
    state: tables.tokens.columns.state,
    count: integer,
    notYetValid: integer,
    expired: integer,
  },
}

const importCount: Counted<ImportCount> = {
  columns: {
    projectId: integer,
    day: nullable(integer),
    kind: oneOf(...importKinds),
    outcome: oneOf('imported', 'failed'),
    count: integer,
    rows: integer,
    bytes: integer,
  },
}

/** Of many tokens it takes a while: not for the thread that answers requests. */
export const countsOf = (database: Database, period: Period, byDay: boolean, at: number): Counts => ({
  tokens: tokenCounts(database, period, byDay, at),
  imports: importCounts(database, period, byDay),
})

function tokenCounts(database: Database, period: Period, byDay: boolean, at: number): readonly TokenCount[] {
  const within = inPeriod('issuedAt', period)
  const aDay: Statement = {
    sql: `SELECT projectId, ${dayOf('issuedAt')} AS day, state, count(*) AS count,
        sum(state = 'issued' AND ? < notBefore) AS notYetValid, sum(state = 'issued' AND ? >= expiresAt) AS expired
      FROM tokens WHERE ${within.sql} GROUP BY ${dayOf('issuedAt')}, projectId, state`,
    values: [at, at, ...within.values],
  }
  const whole = `SELECT projectId, NULL AS day, state, sum(count) AS count,
      sum(notYetValid) AS notYetValid, sum(expired) AS expired
    FROM (${aDay.sql}) GROUP BY projectId, state`
  return counted(database, tokenCount, byDay ? aDay : { ...aDay, sql: whole })
}

function importCounts(database: Database, period: Period, byDay: boolean): readonly ImportCount[] {
  const within = inPeriod('settledAt', period)
  const aDay: Statement = {
    sql: `SELECT projectId, ${dayOf('settledAt')} AS day, importKind AS kind, state AS outcome, count(*) AS count,
        coalesce(sum("rows"), 0) AS "rows", coalesce(sum(bytes), 0) AS bytes
      FROM tokens WHERE ${within.sql} GROUP BY ${dayOf('settledAt')}, projectId, importKind, state`,
    values: within.values,
  }
  const whole = `SELECT projectId, NULL AS day, kind, outcome, sum(count) AS count,
      sum("rows") AS "rows", sum(bytes) AS bytes
    FROM (${aDay.sql}) GROUP BY projectId, kind, outcome`
  return counted(database, importCount, byDay ? aDay : { ...aDay, sql: whole })
}

/** The day finds the stretch of the index that is counted; the plus keeps SQLite from another one, which it would sort. */
function inPeriod(column: string, { since = 0, until = Number.MAX_SAFE_INTEGER }: Period): Statement {
  return {
    sql: `${dayOf(column)} BETWEEN ? AND ? AND +"${column}" >= ? AND +"${column}" < ?`,
    values: [dayAt(since), dayAt(until), since, until],
  }
}

const counted = <Row>(database: Database, table: Counted<Row>, { sql, values }: Statement): readonly Row[] =>
  (database.prepare(sql).all(values) as readonly StoredRow[]).map((row) => readRow(table, row))
