import { type DatasetState, dataset, type FailureClass, type ImportedFacts } from '../domain/dataset'
import { type EphemeralImportState, ephemeralImport } from '../domain/ephemeral-import'
import type { ImportKind } from '../domain/import-kind'
import { load } from './execute'
import type { EventStore } from './ports/event-store'
import { streams } from './streams'

/** How an import ended, as the first event of its stream tells. */
export type ImportOutcome =
  /** `facts` of an import that is kept; `withdrawn`: its dataset was taken back since. */
  | { readonly status: 'imported'; readonly facts: ImportedFacts | null; readonly withdrawn?: true }
  | { readonly status: 'failed'; readonly outcomeClass: FailureClass }

/** `null`: it has no outcome yet. */
export async function importOutcome(
  store: EventStore,
  kind: ImportKind,
  importId: string,
): Promise<ImportOutcome | null> {
  return kind === 'ephemeral'
    ? ephemeralOutcome((await load(store, streams.ephemeralImport(importId), ephemeralImport)).state)
    : datasetOutcome((await load(store, streams.dataset(importId), dataset)).state)
}

export function datasetOutcome(state: DatasetState): ImportOutcome | null {
  if (state.status === 'none') return null
  return state.status === 'withdrawn' ? { status: 'imported', facts: state.facts, withdrawn: true } : state
}

export function ephemeralOutcome(state: EphemeralImportState): ImportOutcome | null {
  if (state.status === 'none') return null
  return state.outcome === 'imported'
    ? { status: 'imported', facts: null }
    : { status: 'failed', outcomeClass: state.outcomeClass }
}
