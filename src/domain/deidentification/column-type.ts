/** The canonical names of the PostgreSQL types that a column may have. */
export const columnTypes = [
  'text',
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
  'boolean',
  'date',
  'timestamp',
  'timestamp with time zone',
  'time',
  'uuid',
] as const
export type ColumnType = (typeof columnTypes)[number]
