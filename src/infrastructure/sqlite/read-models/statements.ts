import type { ReadModelName, ReadModelRows, RowChangeOf } from '../../../application/ports/read-model-rows'
import type { SqlValue } from './columns'
import { type StoredMembers, storeMembers } from './rows'
import { type Table, tables } from './tables'

export interface Statement {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

export const quoted = (name: string): string => `"${name}"`
export const listed = (names: readonly string[]): string => names.map(quoted).join(', ')

/** One change as one statement; `null` where there is nothing to set. */
export function statementOf<M extends ReadModelName>(change: RowChangeOf<M>): Statement | null {
  const table: Table<ReadModelRows[M]> = tables[change.model]
  const name = quoted(change.model)
  if ('put' in change) {
    const { names, values } = storeMembers(table, change.put)
    const places = names.map(() => '?').join(', ')
    return { sql: `INSERT OR REPLACE INTO ${name} (${listed(names)}) VALUES (${places})`, values }
  }
  if ('set' in change) {
    const set = storeMembers(table, change.set)
    const where = storeMembers(table, change.where)
    if (set.names.length === 0) return null
    const assignments = set.names.map((member) => `${quoted(member)} = ?`).join(', ')
    const sql = `UPDATE ${name} SET ${assignments} WHERE ${allMatch(where)}`
    return { sql, values: [...set.values, ...where.values] }
  }
  const where = storeMembers(table, change.remove)
  return { sql: `DELETE FROM ${name} WHERE ${allMatch(where)}`, values: where.values }
}

/** `IS`, because a member may be asked to be `null`. */
const allMatch = ({ names }: StoredMembers): string =>
  names.map((member) => `${quoted(member)} IS ?`).join(' AND ') || 'true'
