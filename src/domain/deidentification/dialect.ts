/** How the bytes of a table are read: PostgreSQL's `COPY … CSV`, made strict. */
export interface Dialect {
  /** One character. */
  readonly delimiter: string
  /** One character. */
  readonly qualifier: string
  /** An unquoted value equal to it is null. */
  readonly nullString: string
  readonly encoding: EncodingName
  readonly header: boolean
  readonly headerCase: 'leave alone' | 'lower' | 'upper'
  readonly dateOrder: DateOrder
}

/** The order of day, month and year in dates that aren't ISO. */
export type DateOrder = 'MDY' | 'DMY' | 'YMD'

/** PostgreSQL's names of the encodings that can be read. */
export const encodingNames = [
  'UTF8',
  'LATIN1',
  'LATIN2',
  'LATIN3',
  'LATIN4',
  'LATIN5',
  'LATIN6',
  'LATIN7',
  'LATIN8',
  'LATIN9',
  'LATIN10',
  'ISO_8859_5',
  'ISO_8859_6',
  'ISO_8859_7',
  'ISO_8859_8',
  'WIN1250',
  'WIN1251',
  'WIN1252',
  'WIN1253',
  'WIN1254',
  'WIN1255',
  'WIN1256',
  'WIN1257',
  'WIN1258',
  'WIN866',
  'WIN874',
  'KOI8R',
  'KOI8U',
] as const
export type EncodingName = (typeof encodingNames)[number]

/** The names under which ISO publishes PostgreSQL's `LATIN` encodings; PostgreSQL documents them as aliases. */
const isoParts: ReadonlyMap<string, EncodingName> = new Map([
  ['ISO88591', 'LATIN1'],
  ['ISO88592', 'LATIN2'],
  ['ISO88593', 'LATIN3'],
  ['ISO88594', 'LATIN4'],
  ['ISO88599', 'LATIN5'],
  ['ISO885910', 'LATIN6'],
  ['ISO885913', 'LATIN7'],
  ['ISO885914', 'LATIN8'],
  ['ISO885915', 'LATIN9'],
  ['ISO885916', 'LATIN10'],
])

const folded = (name: string): string => name.toUpperCase().replace(/[-_]/g, '')

const encodings: ReadonlyMap<string, EncodingName> = new Map([
  ...isoParts,
  ...encodingNames.map((name) => [folded(name), name] as const),
])

/** The encoding of that name; case, `-` and `_` don't count: `UTF-8`, `utf8`. `null`: not one that can be read. */
export const parseEncoding = (text: string): EncodingName | null => encodings.get(folded(text)) ?? null
