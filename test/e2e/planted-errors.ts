import { type SeededRandom, seededRandom } from '../support/seeded-random'

export interface PlantedError {
  readonly line: number
  readonly record: number
  readonly column: string | null
  readonly rule: string
}

export interface PlantedTable {
  readonly csv: string
  /** In the order of the file. */
  readonly errors: readonly PlantedError[]
}

interface Column {
  readonly name: string
  /** What the rest of its element says. */
  readonly attributes: string
  /** A right value, as it stands in the file. */
  good(random: SeededRandom): string
  /** A value that breaks the rule; none: the column takes every text. */
  readonly bad?: { readonly rule: string; value(mark: string, random: SeededRandom): string }
}

/** Columns that are kept, grouped, hidden and dropped: each of them is checked. Two have a rule in common. */
const columns: readonly Column[] = [
  {
    name: 'patient',
    attributes: 'Type="text" Deidentify="pseudonymize"',
    good: (random) => `p${random.below(900)}`,
  },
  {
    name: 'age',
    attributes: 'Type="integer" Deidentify="keep"',
    good: (random) => random.oneOf(['', '-1', '63', '2147483647']),
    bad: { rule: 'type-integer', value: (mark, random) => random.oneOf([mark, '6.5', '99999999999', '""']) },
  },
  {
    name: 'note, if any',
    attributes: 'Type="text" Deidentify="keep"',
    good: (random) => `"${random.oneOf(['', 'one\n', 'two\n\n', 'said ""ouch"",\nand left\n'])}"`,
  },
  {
    name: 'visit',
    attributes: 'Type="date" Deidentify="hide"',
    good: (random) => random.oneOf(['2014-05-31', '"2000-02-29"', '']),
    bad: { rule: 'type-date', value: (mark, random) => random.oneOf([`"${mark}\n"`, '2014-06-31']) },
  },
  {
    name: 'weight',
    attributes: 'Type="numeric" Deidentify="drop"',
    good: (random) => random.oneOf(['71.25', '1e2', '-0.5', '']),
    bad: { rule: 'type-numeric', value: (mark, random) => random.oneOf([mark, '"71,25"', 'NaN']) },
  },
  {
    name: 'score',
    attributes: 'Type="text" Deidentify="anonymize:numbergroup(10)"',
    good: (random) => String(random.below(200)),
    bad: { rule: 'not-a-number', value: (mark) => `${mark}7` },
  },
  {
    name: 'children',
    attributes: 'Type="integer" Deidentify="drop"',
    good: (random) => String(random.below(4)),
    bad: { rule: 'type-integer', value: (mark) => `"${mark}"` },
  },
  {
    name: 'smoker',
    attributes: 'Type="boolean" Deidentify="anonymize:blank"',
    good: (random) => random.oneOf(['1', 'no', 'true', '']),
    bad: { rule: 'type-boolean', value: (mark, random) => random.oneOf([mark, '2']) },
  },
]

export const plantedDefinition = `<DatasetDefinition><Columns>${columns
  .map(({ name, attributes }) => `<Column Name="${name}" ${attributes}/>`)
  .join('')}</Columns></DatasetDefinition>`

export interface Planting {
  readonly seed: number
  readonly rows: number
  readonly errors: number
  readonly lineEnd: '\n' | '\r\n'
  /** Stands in broken cells. */
  readonly mark: string
}

/** A table with errors at random places: one in a cell, or a row of another length and nothing else in it. */
export function plantErrors({ seed, rows, errors: count, lineEnd, mark }: Planting): PlantedTable {
  const random = seededRandom(seed)
  const breakable = columns.flatMap(({ bad }, position) => (bad === undefined ? [] : [position]))
  const ragged = new Set(random.distinct(Math.floor(count / 8), rows))
  const whole = Array.from({ length: rows }, (_, row) => row).filter((row) => !ragged.has(row))
  const broken = new Set(
    random
      .distinct(count - ragged.size, whole.length * breakable.length)
      .map((slot) => `${whole[Math.floor(slot / breakable.length)]}/${breakable[slot % breakable.length]}`),
  )

  const errors: PlantedError[] = []
  let csv = `${columns.map(({ name }) => `"${name}"`).join(',')}${lineEnd}`
  let line = 2
  for (let row = 0; row < rows; row += 1) {
    const place = { line, record: row + 1 }
    const cells = columns.map(({ name, good, bad }, position) => {
      if (bad === undefined || !broken.has(`${row}/${position}`)) return good(random)
      errors.push({ ...place, column: name, rule: bad.rule })
      return bad.value(mark, random)
    })
    if (ragged.has(row)) {
      errors.push({ ...place, column: null, rule: 'ragged-row' })
      if (random.below(2) === 0) cells.push(mark)
      else cells.pop()
    }
    const record = `${cells.join(',')}${lineEnd}`
    csv += record
    line += record.split('\n').length - 1
  }
  return { csv, errors }
}
