import type { ColumnAction } from './action'
import type { ColumnType } from './column-type'
import type { Dialect } from './dialect'

export interface DefinedColumn {
  readonly name: string
  readonly type: ColumnType
  readonly action: ColumnAction
  readonly storeInKeyfile: boolean
}

/** What `CatalogueIdentifier` says; only an external import cares. */
export type CatalogueIdentifier =
  | { readonly status: 'absent' }
  | { readonly status: 'malformed' }
  /** Canonical lower case. */
  | { readonly status: 'uuid'; readonly uuid: string }

/** A table definition, read and checked by itself (manual, chapter 7). */
export interface Definition {
  readonly title: string | null
  readonly tableName: string | null
  readonly catalogueIdentifier: CatalogueIdentifier
  readonly dialect: Dialect
  readonly columns: readonly DefinedColumn[]
  /** The parts that are accepted and have no effect: `Format/@CopyToFile`, `Success` … in document order. */
  readonly ignored: readonly string[]
}

export interface DefinitionProblem {
  readonly code: 'definition-invalid'
  /** One sentence that says where and what to mend: definition names and allowed words, never a cell. */
  readonly detail: string
}
