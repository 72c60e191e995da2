import { columnTypes, parseColumnType, typeRule } from '../../../src/domain/deidentification/column-type'

describe('the type of a column', () => {
  it.each(columnTypes)('%s is known by its canonical name', (type) => {
    expect(parseColumnType(type)).toBe(type)
  })

  it.each([
    ['varchar', 'text'],
    ['character varying', 'text'],
    ['char', 'text'],
    ['bpchar', 'text'],
    ['national character varying', 'text'],
    ['int2', 'smallint'],
    ['int', 'integer'],
    ['int4', 'integer'],
    ['int8', 'bigint'],
    ['decimal', 'numeric'],
    ['dec', 'numeric'],
    ['float4', 'real'],
    ['float', 'double precision'],
    ['float8', 'double precision'],
    ['bool', 'boolean'],
    ['timestamp without time zone', 'timestamp'],
    ['timestamptz', 'timestamp with time zone'],
    ['time without time zone', 'time'],
  ])('%s is %s', (alias, type) => {
    expect(parseColumnType(alias)).toBe(type)
  })

  it('is read in any case and white space', () => {
    expect(parseColumnType('  Double \n\t PRECISION ')).toBe('double precision')
  })

  it.each([
    'varchar(10)',
    'numeric(5,2)',
    'timestamp(3)',
    'integer not null',
    'integer[]',
    'serial',
    'time with time zone',
    'doubleprecision',
    'constructor',
    '',
  ])('%j is none', (text) => {
    expect(parseColumnType(text)).toBeNull()
  })

  it('names the rule of a type in one word', () => {
    expect(typeRule('integer')).toBe('type-integer')
    expect(typeRule('double precision')).toBe('type-double-precision')
    expect(typeRule('timestamp with time zone')).toBe('type-timestamp-with-time-zone')
  })
})
