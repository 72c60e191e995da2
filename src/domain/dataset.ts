import { accept, type Decider, refuse, unreachable } from './decider'
import type { ImportKind } from './import-kind'

/** A column as it stands in the stored dataset. */
export interface StoredColumn {
  readonly name: string
  readonly type: string
  /** The action as a definition writes it: `keep`, `anonymize:numbergroup(10)` … */
  readonly action: string
}

/** Why a consumed token, or a claim, came to nothing. */
export type FailureClass = 'rights-withdrawn' | 'interrupted' | 'abandoned'

/** What an import that is kept came to. A dataset's id is its import's. */
export interface ImportedFacts {
  readonly datasetId: string
  readonly tokenId: string
  readonly projectId: number
  readonly userId: string
  readonly kind: Exclude<ImportKind, 'ephemeral'>
  /** Canonical lower case; of an external dataset. */
  readonly uuid?: string
  /** SHA-256 of the definition as it was uploaded, lower-case hex. */
  readonly definitionSha256: string
  readonly policyVersion: number | null
  readonly derivationVersion: string
  readonly columns: readonly StoredColumn[]
  readonly rows: number
  readonly bytes: number
  /** Of the bytes that readers get as `text/csv`, lower-case hex. */
  readonly sha256: string
  readonly ignored: readonly string[]
}

export type DatasetEvent =
  | ({ readonly type: 'DatasetImported' } & ImportedFacts)
  | {
      readonly type: 'DatasetImportFailed'
      readonly datasetId: string
      readonly tokenId: string
      readonly outcomeClass: FailureClass
    }

export type DatasetState =
  | { readonly status: 'none' }
  | { readonly status: 'imported'; readonly facts: ImportedFacts }
  | { readonly status: 'failed'; readonly outcomeClass: FailureClass }

export type DatasetCommand =
  | { readonly type: 'RecordImport'; readonly facts: ImportedFacts }
  | {
      readonly type: 'RecordFailure'
      readonly datasetId: string
      readonly tokenId: string
      readonly outcomeClass: FailureClass
    }

export type DatasetRefusal = { readonly code: 'import-already-settled' }

/** The outcome of an import that is kept: the first one recorded stands, whoever records it. */
export const dataset: Decider<DatasetState, DatasetCommand, DatasetEvent, DatasetRefusal> = {
  initialState: { status: 'none' },

  evolve(state, event) {
    if (state.status !== 'none') return state
    switch (event.type) {
      case 'DatasetImported': {
        const { type, ...facts } = event
        return { status: 'imported', facts }
      }
      case 'DatasetImportFailed':
        return { status: 'failed', outcomeClass: event.outcomeClass }
      default:
        return unreachable(event)
    }
  },

  decide(command, state) {
    if (state.status !== 'none') return refuse({ code: 'import-already-settled' })
    switch (command.type) {
      case 'RecordImport':
        return accept({ type: 'DatasetImported', ...command.facts })
      case 'RecordFailure': {
        const { type, ...failure } = command
        return accept({ type: 'DatasetImportFailed', ...failure })
      }
      default:
        return unreachable(command)
    }
  },
}
