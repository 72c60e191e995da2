import type { SqlValue } from './columns'
import type { Table } from './tables'

/** As the driver hands it back; it may carry members of its own. */
export type StoredRow = Readonly<Record<string, unknown>>

export interface StoredMembers {
  readonly names: readonly string[]
  readonly values: readonly SqlValue[]
}

export const columnNames = <Row>(table: Table<Row>): readonly string[] => Object.keys(table.columns)

/** The members that are there, as they are stored. */
export function storeMembers<Row>(table: Table<Row>, part: Partial<Row>): StoredMembers {
  const names: string[] = []
  const values: SqlValue[] = []
  for (const member in table.columns) {
    const value = part[member]
    if (value === undefined) continue
    names.push(member)
    values.push(table.columns[member].store(value))
  }
  return { names, values }
}

export function readRow<Row>({ columns }: Pick<Table<Row>, 'columns'>, stored: StoredRow): Row {
  const row: Partial<Row> = {}
  for (const member in columns) row[member] = columns[member].read(stored[member])
  return row as Row
}
