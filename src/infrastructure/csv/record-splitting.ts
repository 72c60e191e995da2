import { CsvError, type Options, parse } from 'csv-parse/sync'

/** The values of one record; null is an unquoted null string. */
export type Values = readonly (string | null)[]

export interface SplitRecords {
  /** Those before the malformed one. */
  readonly records: readonly Values[]
  /** Index of the record with a malformed quote and of its value; `null`: there is none. */
  readonly malformed: { readonly record: number; readonly column: number } | null
}

/** A record that breaks off, as far as it goes. */
export interface SplitBeginning {
  readonly malformedQuote: boolean
  /** Index of the value in which it breaks off, or is malformed. */
  readonly column: number
}

export interface RecordSplitter {
  /** `bytes`: whole records in UTF-8. `upTo` gives those before one of them. */
  split(bytes: Buffer, lineEnd: string, upTo: (record: number) => Buffer): SplitRecords
  /** `bytes`: the beginning of one record in UTF-8, without a line end outside quotes. */
  splitBeginning(bytes: Buffer): SplitBeginning
}

interface SplitterDialect {
  readonly delimiter: string
  readonly qualifier: string
  readonly nullString: string
}

type Parsed = { readonly records: (string | null)[][] } | { readonly error: CsvError }

/**
 * Splits records with csv-parse, which guesses nothing here: the line end is given, and so is everything else.
 * Its error texts quote cells, so that only codes and positions leave this file.
 */
export function recordSplitter({ delimiter, qualifier, nullString }: SplitterDialect): RecordSplitter {
  const options: Options = {
    bom: false,
    columns: false,
    delimiter,
    quote: qualifier,
    escape: qualifier,
    encoding: 'utf8',
    relax_column_count: true,
    relax_quotes: false,
    skip_empty_lines: false,
    trim: false,
  }
  const quotedNull = Buffer.from(
    qualifier + nullString.replaceAll(qualifier, qualifier + qualifier) + qualifier,
  )

  /** What may stand beside a value; `undefined` is where the bytes begin and end. */
  const neighbours: ReadonlySet<number | undefined> = new Set([undefined, ...Buffer.from(`\r\n${delimiter}`)])

  const parsed = (bytes: Buffer, lineEnd: string): Parsed => {
    const framed = { ...options, record_delimiter: lineEnd }
    try {
      // Asking for each value whether it was quoted halves the speed, so ask only where it can matter.
      if (mayHold(bytes, quotedNull, neighbours)) {
        const cast: Options['cast'] = (value, { quoting }) =>
          !quoting && value === nullString ? null : value
        return { records: parse(bytes, { ...framed, cast }) }
      }
      return { records: parse(bytes, framed).map((record) => withNulls(record, nullString)) }
    } catch (error) {
      if (error instanceof CsvError && quoteCodes.has(error.code)) return { error }
      throw error instanceof CsvError ? new Error(`csv-parse answered ${error.code}`) : error
    }
  }

  return {
    split(bytes, lineEnd, upTo) {
      if (bytes.length === 0) return { records: [], malformed: null }
      const whole = parsed(bytes, lineEnd)
      if ('records' in whole) return { records: whole.records, malformed: null }
      const record = counter(whole.error, 'records')
      const before = parsed(upTo(record), lineEnd)
      return {
        records: 'records' in before ? before.records : [],
        malformed: { record, column: counter(whole.error, 'column') },
      }
    },

    splitBeginning(bytes) {
      const beginning = parsed(bytes, '\n')
      if ('error' in beginning) {
        return {
          malformedQuote: beginning.error.code !== 'CSV_QUOTE_NOT_CLOSED',
          column: counter(beginning.error, 'column'),
        }
      }
      const values = beginning.records[0]?.length ?? 1
      return { malformedQuote: false, column: values - 1 }
    },
  }
}

/**
 * Whether `value` may stand in `bytes` as a whole value. With an empty null string it also looks like a doubled
 * qualifier, which is common and no reason for the slow way.
 */
function mayHold(bytes: Buffer, value: Buffer, neighbours: ReadonlySet<number | undefined>): boolean {
  for (let at = bytes.indexOf(value); at !== -1; at = bytes.indexOf(value, at + 1)) {
    if (neighbours.has(bytes[at - 1]) && neighbours.has(bytes[at + value.length])) return true
  }
  return false
}

const quoteCodes: ReadonlySet<string> = new Set([
  'CSV_QUOTE_NOT_CLOSED',
  'CSV_INVALID_CLOSING_QUOTE',
  'INVALID_OPENING_QUOTE',
])

function withNulls(record: string[], nullString: string): (string | null)[] {
  return record.includes(nullString) ? record.map((value) => (value === nullString ? null : value)) : record
}

/** Whole number of values or records before the error. */
function counter(error: CsvError, name: 'records' | 'column'): number {
  const count = error[name]
  if (typeof count !== 'number') throw new Error(`csv-parse did not say ${name}`)
  return count
}
