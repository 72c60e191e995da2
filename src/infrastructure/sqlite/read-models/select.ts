import type { ReadModelName, ReadModelRows } from '../../../application/ports/read-model-rows'
import type { DatasetFilter, ReadablePage, TokenFilter } from '../../../application/ports/read-models'
import type { Database } from '../open-database'
import { columnNames, readRow, type StoredRow } from './rows'
import { quoted, type Statement } from './statements'
import { type Table, tables } from './tables'

/** The rows of a model that fulfil a condition, in an order: what stands behind `FROM` and the model's name. */
export function select<M extends ReadModelName>(
  database: Database,
  model: M,
  { sql, values }: Statement,
): readonly ReadModelRows[M][] {
  const table: Table<ReadModelRows[M]> = tables[model]
  const columns = columnNames(table).map((name) => `${quoted(model)}.${quoted(name)}`)
  const statement = database.prepare(`SELECT ${columns.join(', ')} FROM ${quoted(model)} ${sql}`)
  return (statement.all(values) as readonly StoredRow[]).map((row) => readRow(table, row))
}

export const visibleUsers: Statement = { sql: 'WHERE visible ORDER BY userId', values: [] }

export const visibleProjects: Statement = { sql: 'WHERE visible ORDER BY projectId', values: [] }

export const ownersOf = (projectId: number): Statement => ({
  sql: 'WHERE projectId = ? ORDER BY userId',
  values: [projectId],
})

const inWindow = {
  before: '? < notBefore',
  within: '? BETWEEN notBefore AND expiresAt - 1',
  behind: '? >= expiresAt',
} as const

/** Newest first; ids tell apart what was issued in the same millisecond. */
export function tokensOf(filter: TokenFilter): Statement {
  const { projectId, userId, state, window, among, except, before, limit } = filter
  const conditions: Statement[] = []
  if (projectId !== undefined) conditions.push({ sql: 'projectId = ?', values: [projectId] })
  if (userId !== undefined) conditions.push({ sql: 'userId = ?', values: [userId] })
  if (state !== undefined) conditions.push({ sql: 'state = ?', values: [state] })
  if (window !== undefined) conditions.push({ sql: inWindow[window.lies], values: [window.at] })
  if (among !== undefined) conditions.push(isListed('IN', among))
  if (except !== undefined) conditions.push(isListed('NOT IN', except))
  if (before !== undefined) {
    const last = '(SELECT issuedAt, tokenId FROM tokens WHERE tokenId = ?)'
    conditions.push({ sql: `(issuedAt, tokenId) < ${last}`, values: [before] })
  }
  const where = conditions.map(({ sql }) => sql).join(' AND ') || 'true'
  return {
    sql: `WHERE ${where} ORDER BY issuedAt DESC, tokenId DESC LIMIT ?`,
    values: [...conditions.flatMap(({ values }) => values), limit],
  }
}

const isListed = (how: 'IN' | 'NOT IN', tokenIds: readonly string[]): Statement => ({
  sql: `tokenId ${how} (SELECT value FROM json_each(?))`,
  values: [JSON.stringify(tokenIds)],
})

/** Newest first, as tokens are. */
export function datasetsOf({ projectId, userId, before, limit }: DatasetFilter): Statement {
  const conditions: Statement[] = []
  if (projectId !== undefined) conditions.push({ sql: 'projectId = ?', values: [projectId] })
  if (userId !== undefined) conditions.push({ sql: 'userId = ?', values: [userId] })
  if (before !== undefined) {
    conditions.push({
      sql: '(importedAt, datasetId) < (?, ?)',
      values: [before.importedAt, before.datasetId],
    })
  }
  const where = conditions.map(({ sql }) => sql).join(' AND ') || 'true'
  return {
    sql: `WHERE ${where} ORDER BY importedAt DESC, datasetId DESC LIMIT ?`,
    values: [...conditions.flatMap(({ values }) => values), limit],
  }
}

/** The rule of `mayRead` in the domain, over what can be seen. A negative limit is none. */
export const readableBy = (userId: string, { projectId, after, limit = -1 }: ReadablePage): Statement => ({
  sql: `
    JOIN projects USING (projectId)
    JOIN users AS reader ON reader.userId = ? AND reader.active AND reader.visible
    WHERE projects.visible
      AND (projects.authgroup IN (SELECT value FROM json_each(reader."groups"))
        OR EXISTS (SELECT 1 FROM owners WHERE owners.projectId = projects.projectId AND owners.userId = reader.userId))
      ${projectId === undefined ? '' : 'AND datasets.projectId = ?'}
      ${after === undefined ? '' : 'AND (datasets.importedAt, datasets.datasetId) > (?, ?)'}
    ORDER BY datasets.importedAt, datasets.datasetId LIMIT ?`,
  values: [
    userId,
    ...(projectId === undefined ? [] : [projectId]),
    ...(after === undefined ? [] : [after.importedAt, after.datasetId]),
    limit,
  ],
})
