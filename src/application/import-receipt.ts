import type { StoredColumn } from '../domain/dataset'
import type { ImportKind } from '../domain/import-kind'

/** What a successful upload is told, and what its token's status tells again when the answer was lost. */
export interface ImportReceipt {
  readonly importId: string
  readonly kind: ImportKind
  /** Of an external import. */
  readonly uuid: string | null
  readonly rows: number
  readonly columns: readonly StoredColumn[]
  /** Of the bytes that `text/csv` delivers; `null` for an ephemeral import. */
  readonly sha256: string | null
  readonly policyVersion: number | null
  readonly ignored: readonly string[]
  /** Milliseconds since 1970: until when an ephemeral result waits. */
  readonly resultExpiresAt: number | null
}

export const writeReceipt = (receipt: ImportReceipt): string => JSON.stringify(receipt)

/** Reads what this service wrote itself and sealed or kept in a directory of its own. */
export const readReceipt = (text: string): ImportReceipt => JSON.parse(text) as ImportReceipt
