import { dataset, type FailureClass, type ImportedFacts } from '../domain/dataset'
import { type EphemeralFacts, ephemeralImport } from '../domain/ephemeral-import'
import type { ImportKind } from '../domain/import-kind'
import { type Execution, execute } from './execute'
import { datasetOutcome, ephemeralOutcome, type ImportOutcome } from './import-outcome'
import type { Area, PlacedRecord } from './ports/dataset-store'
import type { EventMetadata } from './ports/event-store'
import { streams } from './streams'

/** What an import came to, as somebody wants to record it. */
export type Settlement =
  | { readonly kind: 'kept'; readonly verdict: 'imported'; readonly facts: ImportedFacts }
  | {
      readonly kind: 'kept'
      readonly verdict: FailureClass
      readonly facts: Pick<ImportedFacts, 'datasetId' | 'tokenId'>
    }
  | {
      readonly kind: 'ephemeral'
      readonly verdict: 'imported' | FailureClass
      readonly facts: EphemeralFacts
    }

/** Where the files of an import of this kind lie. */
export const areaOf = (kind: ImportKind): Area => (kind === 'ephemeral' ? 'results' : 'datasets')

/** The outcome that was prepared before the token was consumed, or its failure. */
export function settlementOf(
  record: PlacedRecord,
  verdict: 'imported' | FailureClass,
  endedAt: number,
): Settlement {
  if (record.kind === 'ephemeral') return { kind: 'ephemeral', verdict, facts: { ...record.facts, endedAt } }
  const { facts } = record
  if (verdict === 'imported') return { kind: 'kept', verdict, facts }
  return { kind: 'kept', verdict, facts: { datasetId: facts.datasetId, tokenId: facts.tokenId } }
}

/**
 * The only writer of an import's first outcome event. The first outcome stands, whoever recorded it: what is
 * answered is the outcome that the history holds.
 */
export async function settleImport(
  deps: Execution,
  settlement: Settlement,
  metadata: EventMetadata,
): Promise<ImportOutcome> {
  const outcome =
    settlement.kind === 'ephemeral'
      ? await settleEphemeral(deps, settlement, metadata)
      : await settleKept(deps, settlement, metadata)
  if (outcome === null) throw new Error('an import was settled and its stream is empty')
  return outcome
}

async function settleKept(
  deps: Execution,
  settlement: Settlement & { readonly kind: 'kept' },
  metadata: EventMetadata,
): Promise<ImportOutcome | null> {
  const { datasetId, tokenId } = settlement.facts
  const command =
    settlement.verdict === 'imported'
      ? ({ type: 'RecordImport', facts: settlement.facts } as const)
      : ({ type: 'RecordFailure', datasetId, tokenId, outcomeClass: settlement.verdict } as const)
  return datasetOutcome((await execute(deps, streams.dataset(datasetId), dataset, command, metadata)).state)
}

async function settleEphemeral(
  deps: Execution,
  { verdict, facts }: Settlement & { readonly kind: 'ephemeral' },
  metadata: EventMetadata,
): Promise<ImportOutcome | null> {
  const outcome =
    verdict === 'imported'
      ? ({ outcome: 'imported' } as const)
      : ({ outcome: 'failed', outcomeClass: verdict } as const)
  const command = { type: 'RecordDiscard', facts, ...outcome } as const
  const stream = streams.ephemeralImport(facts.importId)
  return ephemeralOutcome((await execute(deps, stream, ephemeralImport, command, metadata)).state)
}
