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

/** PostgreSQL's other spellings, none with a length or precision: a definition's types come without constraints. */
const aliases: Readonly<Record<string, ColumnType>> = {
  varchar: 'text',
  'character varying': 'text',
  'char varying': 'text',
  character: 'text',
  char: 'text',
  bpchar: 'text',
  'national character': 'text',
  'national character varying': 'text',
  'national char': 'text',
  'national char varying': 'text',
  nchar: 'text',
  'nchar varying': 'text',
  int2: 'smallint',
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  decimal: 'numeric',
  dec: 'numeric',
  float4: 'real',
  float: 'double precision',
  float8: 'double precision',
  bool: 'boolean',
  'timestamp without time zone': 'timestamp',
  timestamptz: 'timestamp with time zone',
  'time without time zone': 'time',
}

const spellings: ReadonlyMap<string, ColumnType> = new Map([
  ...columnTypes.map((type) => [type, type] as const),
  ...Object.entries(aliases),
])

/** The type of that name, in any case and white space, under PostgreSQL's aliases too; `null`: not a known one. */
export const parseColumnType = (text: string): ColumnType | null =>
  spellings.get(text.trim().replace(/\s+/g, ' ').toLowerCase()) ?? null

/** The rule that a value breaks which is not of the type: `type-double-precision`. */
export const typeRule = (type: ColumnType): string => `type-${type.replaceAll(' ', '-')}`
