import type { ImportKind } from '../../domain/import-kind'
import type { AppendResult } from './event-store'

/** How an upload ended: `aborted` by its client, `failed` by a fault. */
export type UploadEnd = 'imported' | 'refused' | 'aborted' | 'failed'

/**
 * What is counted and timed, for whoever watches the service. Every word that is passed here is the service's own, one
 * of few: never an address, a name, a method or a code that a client made up. Times are in seconds.
 */
export interface Metrics {
  uploadEnded(kind: ImportKind, end: UploadEnd, seconds: number): void
  /** Bytes of a table as they arrive. */
  tableReceived(kind: ImportKind, bytes: number): void
  rowsImported(kind: ImportKind, rows: number): void
  /** `route` is a pattern; `null`: none. `status`: `null` when nobody waited for the answer. */
  requestEnded(route: string | null, method: string, status: number | null, seconds: number): void
  requestRefused(route: string | null, code: string): void
  eventsAppended(outcome: AppendResult['outcome'], seconds: number): void
  /** All of it as text, in the format that its media type names. */
  exposition(): Promise<{ readonly mediaType: string; readonly text: string }>
}
