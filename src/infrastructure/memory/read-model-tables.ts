import {
  type ReadModelName,
  type ReadModelRows,
  type RowChangeOf,
  readModelKeys,
} from '../../application/ports/read-model-rows'

interface MemoryTable<Row> {
  get(key: Partial<Row>): Row | null
  /** Those that match every member, in a new array. */
  rows(where: Partial<Row>): Row[]
  put(row: Row): void
  remove(row: Row): void
}

export type MemoryTables = { readonly [M in ReadModelName]: MemoryTable<ReadModelRows[M]> }

export const memoryTables = (): MemoryTables => ({
  users: memoryTable(readModelKeys.users),
  projects: memoryTable(readModelKeys.projects),
  owners: memoryTable(readModelKeys.owners),
  tokens: memoryTable(readModelKeys.tokens),
  datasets: memoryTable(readModelKeys.datasets),
  externalIdentifiers: memoryTable(readModelKeys.externalIdentifiers),
})

function memoryTable<Row extends object>(key: readonly (keyof Row)[]): MemoryTable<Row> {
  const byKey = new Map<string, Row>()
  const keyOf = (row: Partial<Row>) => JSON.stringify(key.map((member) => row[member]))
  return {
    get: (row) => byKey.get(keyOf(row)) ?? null,
    rows(where) {
      const known = key.every((member) => member in where)
      const candidates = known ? [byKey.get(keyOf(where))] : byKey.values()
      return [...candidates].filter((row) => row !== undefined).filter(matches(where))
    },
    put: (row) => byKey.set(keyOf(row), row),
    remove: (row) => byKey.delete(keyOf(row)),
  }
}

/** Members compare as they would be stored: lists of strings by what they hold. */
const matches =
  <Row extends object>(where: Partial<Row>) =>
  (row: Row): boolean => {
    const members = Object.keys(where) as (keyof Row)[]
    return members.every((member) => JSON.stringify(row[member]) === JSON.stringify(where[member]))
  }

export function applyChange<M extends ReadModelName>(tables: MemoryTables, change: RowChangeOf<M>): void {
  const table: MemoryTable<ReadModelRows[M]> = tables[change.model]
  if ('put' in change) table.put(change.put)
  else if ('set' in change) {
    for (const row of table.rows(change.where)) table.put({ ...row, ...change.set })
  } else {
    for (const row of table.rows(change.remove)) table.remove(row)
  }
}
