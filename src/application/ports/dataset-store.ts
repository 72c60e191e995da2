import type { ImportedFacts } from '../../domain/dataset'
import type { StoredPseudonyms } from '../../domain/deidentification/pseudonym-columns'
import type { EphemeralFacts } from '../../domain/ephemeral-import'

/** What lies beside the bytes of a placed import: all that its outcome and answer are made of. */
export type PlacedRecord =
  | {
      readonly kind: 'kept'
      /** The process that placed it, so that another can tell whether it still runs. */
      readonly process: string
      readonly facts: ImportedFacts
      readonly title: string | null
      readonly tableName: string | null
      /** `null`: the record was written before this was kept. */
      readonly pseudonyms: StoredPseudonyms | null
      /** The JSON text of the 200 that the client may have lost. */
      readonly answer: string
    }
  | {
      readonly kind: 'ephemeral'
      readonly process: string
      readonly facts: Omit<EphemeralFacts, 'endedAt'>
      /** Milliseconds since 1970: how long the result waits. */
      readonly expiresAt: number
      /** The answer as base64 of an age file that only the token's secret opens. */
      readonly sealedAnswer: string
    }

export type Area = 'datasets' | 'results'

/** A private place for one import's files while they are made. */
export interface Staging {
  /** Paths for a transformer to write to; neither file exists yet. */
  readonly tablePath: string
  readonly keyfilePath: string
  /**
   * Moves the files that were written, and the record, into place as one step; durable when it settles. Rejects with
   * `StagingLost` when the files are gone.
   */
  place(area: Area, record: PlacedRecord): Promise<void>
  /** Removes whatever is here; at any time, and again. Does not touch what has been placed. */
  discard(): Promise<void>
}

/** Others have taken this process for dead. Its import fails and leaves the token as it was. */
export class StagingLost extends Error {
  override readonly name = 'StagingLost'
}

export interface StoredFile {
  readonly bytes: number
  /** Opens the file when iterated; `start` inclusive, `end` exclusive, in bytes. */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>
}

/** One part of a waiting result, claimed by this delivery: nobody else gets it meanwhile. */
export interface ClaimedPart extends StoredFile {
  /** The last byte has been handed over: the part is removed, and with the last part all that waited. */
  delivered(): Promise<void>
  /** The delivery broke off: the part waits again. */
  giveBack(): Promise<void>
}

export type ResultPart = 'table' | 'keyfile'

/**
 * The files of imports. Whether they may be seen is told by the events, never by a file's being there.
 * Rejects with `DiskFull` where the disk holds no more.
 */
export interface DatasetStore {
  stage(importId: string): Promise<Staging>
  record(area: Area, importId: string): Promise<PlacedRecord | null>
  /** `null`: there is no such file. */
  table(importId: string): Promise<StoredFile | null>
  keyfile(importId: string): Promise<StoredFile | null>
  /** SHA-256 of a dataset's table as it lies there, lower-case hex; `null`: there is none. */
  digest(importId: string): Promise<string | null>
  /** Whether the table of a result waits here or is on its way to its client. */
  resultWaits(importId: string): Promise<boolean>
  /** The ids of all that is in place, whatever has become of it. */
  placed(area: Area): Promise<readonly string[]>
  /** When it was placed, in milliseconds since 1970; `null`: it isn't there. */
  placedAt(area: Area, importId: string): Promise<number | null>
  /** Removes what was placed; durable when it settles. Removing a second time is fine. */
  remove(area: Area, importId: string): Promise<void>
  /** Removes what is left of a removal that a crash cut short, if it holds nothing any more. */
  removeEmpty(area: Area, importId: string): Promise<void>
  /** `null`: it does not wait here, or no more, or another delivery holds it. */
  claimResult(importId: string, part: ResultPart): Promise<ClaimedPart | null>
  /** Removes the results that have waited until `now`, if `mayGo` says so. */
  discardExpiredResults(now: number, mayGo: (importId: string) => Promise<boolean>): Promise<void>
}
