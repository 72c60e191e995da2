/** One thing that is wrong with a table, at its place. */
export interface TableFault {
  /** Where the record begins; the file's first line is 1. */
  readonly line: number
  /** Data records from 1; 0 stands for the header. */
  readonly record: number
  /** `null` where the fault belongs to no one column. */
  readonly column: string | null
  /** `type-<type>`, `not-a-number`, `ragged-row`, `quote`, `line-end`, `nul`, `encoding`, `record-too-long`, `pseudonym-conflict`. */
  readonly rule: string
  /** What to do; never quotes a value. */
  readonly hint: string
}

export interface FaultTotal {
  readonly column: string | null
  readonly rule: string
  readonly count: number
}

export type TableRefusal =
  | {
      readonly code: 'csv-invalid'
      /** The first 100, in the order of the file. */
      readonly errors: readonly TableFault[]
      /** Exact, one a column and rule. */
      readonly totals: readonly FaultTotal[]
      readonly truncated: boolean
    }
  /** The definition's column that the file's header does not bear; `position` from 1. */
  | { readonly code: 'header-mismatch'; readonly column: string; readonly position: number }
  /** The file's header has another number of names than the definition has columns. */
  | { readonly code: 'header-mismatch'; readonly expected: number; readonly found: number }
  | { readonly code: 'too-many-distinct-values'; readonly limit: number }
  /** The file has more data records than this. */
  | { readonly code: 'too-many-rows'; readonly limit: number }

/** At most this many faults are named one by one; all are counted. */
export const faultsNamed = 100
