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

/** Why a dataset was taken back. */
export type WithdrawalClass = 'management'

export type DatasetEvent =
  | ({ readonly type: 'DatasetImported' } & ImportedFacts)
  | {
      readonly type: 'DatasetImportFailed'
      readonly datasetId: string
      readonly tokenId: string
      readonly outcomeClass: FailureClass
    }
  | {
      readonly type: 'DatasetWithdrawn'
      readonly datasetId: string
      readonly reasonClass: WithdrawalClass
    }

export type DatasetState =
  | { readonly status: 'none' }
  | { readonly status: 'imported'; readonly facts: ImportedFacts }
  /** Its import's outcome stays as it was; its files go. */
  | { readonly status: 'withdrawn'; readonly facts: ImportedFacts }
  | { readonly status: 'failed'; readonly outcomeClass: FailureClass }

export type DatasetCommand =
  | { readonly type: 'RecordImport'; readonly facts: ImportedFacts }
  | {
      readonly type: 'RecordFailure'
      readonly datasetId: string
      readonly tokenId: string
      readonly outcomeClass: FailureClass
    }
  | { readonly type: 'WithdrawDataset'; readonly reasonClass: WithdrawalClass }

export type DatasetRefusal =
  | { readonly code: 'import-already-settled' }
  | { readonly code: 'unknown-dataset' }

/**
 * The outcome of an import that is kept: the first one recorded stands, whoever records it. What was imported can
 * be withdrawn.
 */
export const dataset: Decider<DatasetState, DatasetCommand, DatasetEvent, DatasetRefusal> = {
  initialState: { status: 'none' },

  evolve(state, event) {
    switch (event.type) {
      case 'DatasetImported': {
        if (state.status !== 'none') return state
        const { type, ...facts } = event
        return { status: 'imported', facts }
      }
      case 'DatasetImportFailed':
        return state.status === 'none' ? { status: 'failed', outcomeClass: event.outcomeClass } : state
      case 'DatasetWithdrawn':
        return state.status === 'imported' ? { status: 'withdrawn', facts: state.facts } : state
      default:
        return unreachable(event)
    }
  },

  decide(command, state) {
    switch (command.type) {
      case 'RecordImport':
        if (state.status !== 'none') return refuse({ code: 'import-already-settled' })
        return accept({ type: 'DatasetImported', ...command.facts })
      case 'RecordFailure': {
        if (state.status !== 'none') return refuse({ code: 'import-already-settled' })
        const { type, ...failure } = command
        return accept({ type: 'DatasetImportFailed', ...failure })
      }
      case 'WithdrawDataset': {
        if (state.status === 'withdrawn') return accept()
        if (state.status !== 'imported') return refuse({ code: 'unknown-dataset' })
        const { datasetId } = state.facts
        return accept({ type: 'DatasetWithdrawn', datasetId, reasonClass: command.reasonClass })
      }
      default:
        return unreachable(command)
    }
  },
}
