import { randomBytes, randomInt } from 'node:crypto'

/** A table whose cells can be told from everything else in the world, and its definition. */
export interface CanaryTable {
  /** What stands in every cell that de-identification takes out or replaces, in each row. */
  readonly taken: readonly string[]
  /** What every cell of the one kept column begins with. */
  readonly kept: string
  /** How many bytes of the table stay when so many rows of it are de-identified. */
  keptBytes(rows: number): number
  readonly rows: number
  readonly definition: string
  readonly csv: string
  /** The same, but its last row is wrong. */
  readonly refused: string
}

const rows = 4_500
const keptFiller = 'k'.repeat(200)
const droppedFiller = 'd'.repeat(300)

/** 3 MB, and new marks each time. */
export function canaryTable(): CanaryTable {
  const text = `zq${randomBytes(8).toString('hex')}`
  const kept = `zk${randomBytes(8).toString('hex')}`
  // Groups of a million and the year are told; neither holds the digits behind.
  const number = `${randomInt(100_000, 1_000_000)}${randomInt(100_000, 999_999)}`
  const time = `1931-07-23 04:05:06.${randomInt(100_000, 1_000_000)}`

  const columns: readonly (readonly [name: string, attributes: string, cell: (row: number) => string])[] = [
    ['patient', 'Type="text" Deidentify="pseudonymize"', (row) => `${text}-${row % 500}`],
    ['name', 'Type="text" Deidentify="hide" StoreInKeyfile="true"', () => `${text}-name`],
    ['phone', 'Type="text" Deidentify="hide"', () => `"${text}, phone"`],
    ['address', 'Type="text" Deidentify="drop"', () => `${text}-${droppedFiller}`],
    ['remark', 'Type="text" Deidentify="anonymize:blank"', () => `${text}-remark`],
    ['postcode', 'Type="text" Deidentify="anonymize:prefix(2)"', () => `12${text}`],
    ['income', 'Type="bigint" Deidentify="anonymize:numbergroup(1000000)"', () => number],
    ['seen', 'Type="timestamp" Deidentify="anonymize:dategroup(year)"', () => time],
    ['diagnosis', 'Type="text" Deidentify="keep"', (row) => `${kept}-${row}-${keptFiller}`],
  ]
  const header = columns.map(([name]) => name).join(',')
  const lines = Array.from({ length: rows }, (_, row) => columns.map(([, , cell]) => cell(row)).join(','))
  const table = (records: readonly string[]): string => `${[header, ...records].join('\n')}\n`
  const wrong = lines.at(-1)?.replace(number, text) ?? ''

  return {
    taken: [text, number, time],
    kept,
    keptBytes: (count) => count * (kept.length + keptFiller.length),
    rows,
    definition: `<DatasetDefinition><Columns>${columns
      .map(([name, attributes]) => `<Column Name="${name}" ${attributes}/>`)
      .join('')}</Columns></DatasetDefinition>`,
    csv: table(lines),
    refused: table([...lines.slice(0, -1), wrong]),
  }
}
