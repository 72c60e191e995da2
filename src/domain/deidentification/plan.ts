import type { ColumnAction } from './action'
import type { ColumnType } from './column-type'
import type { Dialect } from './dialect'

export interface PlannedColumn {
  /** As the definition names it. */
  readonly name: string
  readonly type: ColumnType
  readonly action: ColumnAction
  /** The label that keeps kinds of identifiers apart in a pseudonym; empty unless a policy names one. */
  readonly label: string
  readonly storeInKeyfile: boolean
}

/** Everything a table transformer needs to know about one import, as pure data. */
export interface TransformationPlan {
  readonly dialect: Dialect
  /** By position in the file. */
  readonly columns: readonly PlannedColumn[]
  /** The number of the project whose key derives the pseudonyms. */
  readonly pseudonymDomain: number
  /** Positions of the `pseudonymize` column and of the `pseudonym` column that supplies its values. */
  readonly pairing: { readonly original: number; readonly supplied: number } | null
  readonly limits: {
    /** Bytes of one record of the file. */
    readonly maxRecordBytes: number
    /** Distinct values that a pairing may hold. */
    readonly maxDistinctValues: number
  }
}

/** The version of the derivation of pseudonyms, recorded with every dataset. */
export const derivationVersion = 'p1'
