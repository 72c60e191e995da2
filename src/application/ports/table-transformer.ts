import type { TransformationPlan } from '../../domain/deidentification/plan'
import type { TableRefusal } from '../../domain/deidentification/table-fault'

/** Where a transformation writes. The files must not exist yet; they are flushed when it settles. */
export interface TransformTarget {
  /**
   * The de-identified table; sealed to `sealedTo`, an age recipient, from its first byte on. `null`: nothing is
   * written, and all else is done as ever.
   */
  readonly output: { readonly path: string; readonly sealedTo?: string } | null
  /** The re-identification table, sealed to its age recipient. Only where the plan has something for it. */
  readonly keyfile?: { readonly path: string; readonly recipient: string }
}

export type TransformResult =
  | {
      readonly outcome: 'transformed'
      readonly rows: number
      /** Of the clear output. */
      readonly bytes: number
      /** Of the clear output, lower-case hex. */
      readonly sha256: string
    }
  | { readonly outcome: 'refused'; readonly refusal: TableRefusal }

/**
 * De-identifies one table, off the main thread. All adapters agree on records, output and faults.
 * Rejects with the source's error, with the signal's reason, or with `DiskFull`; the files it began are then
 * the caller's to remove, as after a refusal.
 */
export interface TableTransformer {
  transform(
    plan: TransformationPlan,
    source: AsyncIterable<Uint8Array>,
    target: TransformTarget,
    signal: AbortSignal,
  ): Promise<TransformResult>
}
