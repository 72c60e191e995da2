import type { FailureClass } from '../domain/dataset'
import { derivationVersion } from '../domain/deidentification/plan'
import { type Consumption, type Grant, uploadToken } from '../domain/upload-token'
import type { CommitTimes } from './commit-times'
import { type Execution, load } from './execute'
import { type ImportOutcome, importOutcome } from './import-outcome'
import type { OpenImport, OpenImports } from './open-imports'
import type { Clock } from './ports/clock'
import type { DatasetStore, PlacedRecord } from './ports/dataset-store'
import type { EventMetadata } from './ports/event-store'
import type { Log } from './ports/log'
import type { IsProvablyDead } from './ports/process-life'
import { readRights } from './read-rights'
import { areaOf, type Settlement, settleImport, settlementOf } from './settle-import'
import { streams } from './streams'

export interface RecoveryDeps extends Execution {
  readonly clock: Clock
  readonly datasets: DatasetStore
}

/** Brings what was consumed and has no outcome to its outcome, whichever process began it. */
export type RecoverImports = () => Promise<void>

export const recoverImports =
  (
    deps: RecoveryDeps & {
      readonly openImports: OpenImports
      readonly isDead: IsProvablyDead
      readonly times: Pick<CommitTimes, 'recoverAfterMs'>
      readonly log: Log
    },
  ): RecoverImports =>
  async () => {
    for (const open of await deps.openImports.read()) {
      const { importId } = open
      try {
        if (!(await isDue(deps, open))) continue
        const outcome = await recoverImport(deps, open)
        deps.openImports.settled(importId)
        deps.log.info('an import that was left without an outcome has one', {
          importId,
          outcome: outcome.status,
        })
      } catch (fault) {
        deps.log.error('an import could not be recovered, and will be tried again', fault, { importId })
      }
    }
  }

/** Old enough, or of a process that can't finish it any more. */
async function isDue(
  { clock, datasets, isDead, times }: Parameters<typeof recoverImports>[0],
  { importId, kind, consumedAt }: OpenImport,
): Promise<boolean> {
  if (clock() - consumedAt > times.recoverAfterMs) return true
  const record = await datasets.record(areaOf(kind), importId)
  return record !== null && isDead(record.process)
}

/**
 * Steps 5 and 6 of a commit and nothing else. The first outcome stands: a recoverer and an importer that comes
 * late after all can't both have their way, and what is returned is what the history holds.
 */
export async function recoverImport(deps: RecoveryDeps, open: OpenImport): Promise<ImportOutcome> {
  const { store, datasets } = deps
  const { importId, kind, tokenId, position } = open
  const already = await importOutcome(store, kind, importId)
  if (already !== null) return already
  const { state } = await load(store, streams.uploadToken(tokenId), uploadToken)
  if (state.status !== 'consumed' || state.consumption.importId !== importId) {
    throw new Error('an import without its consumed token was to be recovered')
  }
  const { grant, consumption } = state

  // 5. Whether the rights held at the position of the consumption.
  const rights = await readRights(store, grant, position)
  const record = await datasets.record(areaOf(kind), importId)
  // 6. The outcome that was prepared, or why there is none.
  const endedAt = deps.clock()
  const metadata: EventMetadata = {
    correlationId: open.correlationId,
    causationId: open.eventId,
    actor: { kind: 'system' },
  }
  if (record !== null) {
    const verdict = (await isWhole(datasets, importId, record)) ? 'imported' : 'interrupted'
    const settlement = settlementOf(record, rights.held ? verdict : 'rights-withdrawn', endedAt)
    return settleImport(deps, settlement, metadata)
  }
  const failure = rights.held ? 'interrupted' : 'rights-withdrawn'
  return settleImport(deps, failureOf(failure, grant, consumption, endedAt), metadata)
}

/** A result that waits is sealed to its token: whether each of its bytes is right is told where it is opened. */
const isWhole = async (datasets: DatasetStore, importId: string, record: PlacedRecord): Promise<boolean> =>
  record.kind === 'kept'
    ? (await datasets.digest(importId)) === record.facts.sha256
    : datasets.resultWaits(importId)

/** The end of an import of which no record is left. */
function failureOf(
  verdict: FailureClass,
  { tokenId, projectId, userId }: Grant,
  { importId, kind, policyVersion, presentedAt: startedAt }: Consumption,
  endedAt: number,
): Settlement {
  if (kind !== 'ephemeral') return { kind: 'kept', verdict, facts: { datasetId: importId, tokenId } }
  const facts = { importId, tokenId, projectId, userId, policyVersion, derivationVersion, startedAt, endedAt }
  return { kind: 'ephemeral', verdict, facts }
}
