/** What the driver binds and hands back. A boolean would end the process. */
export type SqlValue = string | number | null

/** How one member of a row is stored. */
export interface Column<Value> {
  /** Type and constraints. */
  readonly sql: string
  store(value: Value): SqlValue
  /** Throws where the database holds what no row can have. */
  read(stored: unknown): Value
}

export const text: Column<string> = {
  sql: 'TEXT NOT NULL',
  store: (value) => value,
  read: (stored) => (typeof stored === 'string' ? stored : corrupt()),
}

export const integer: Column<number> = {
  sql: 'INTEGER NOT NULL',
  store: (value) => value,
  read: (stored) => (typeof stored === 'number' ? stored : corrupt()),
}

export const boolean: Column<boolean> = {
  sql: 'INTEGER NOT NULL',
  store: (value) => (value ? 1 : 0),
  read: (stored) => stored === 1 || (stored === 0 ? false : corrupt()),
}

export const oneOf = <Word extends string>(...words: readonly Word[]): Column<Word> => ({
  sql: 'TEXT NOT NULL',
  store: (value) => value,
  read: (stored) => words.find((word) => word === stored) ?? corrupt(),
})

export const nullable = <Value>(column: Column<Value>): Column<Value | null> => ({
  sql: column.sql.replace(' NOT NULL', ''),
  store: (value) => (value === null ? null : column.store(value)),
  read: (stored) => (stored === null ? null : column.read(stored)),
})

/** A JSON array. */
export const listOf = <Value extends string>(member: Column<Value>): Column<readonly Value[]> => ({
  sql: 'TEXT NOT NULL',
  store: (values) => JSON.stringify(values),
  read(stored) {
    const values: unknown = JSON.parse(text.read(stored))
    return Array.isArray(values) ? values.map((value: unknown) => member.read(value)) : corrupt()
  },
})

function corrupt(): never {
  throw new Error('the read models hold a value that none of their columns can have')
}
