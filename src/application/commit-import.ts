import type { ExternalIdentifierRefusal } from '../domain/external-identifier'
import type { RightsRefusal } from '../domain/import-rights'
import { type UploadTokenRefusal, uploadToken } from '../domain/upload-token'
import { type ClaimDeps, claimExternalIdentifier } from './claim-external-identifier'
import type { Destination, PreparedImport } from './destinations'
import { asNewEvents, load } from './execute'
import { importOutcome } from './import-outcome'
import type { ImportReceipt } from './import-receipt'
import { type Staging, StagingLost } from './ports/dataset-store'
import { type EventMetadata, EventStoreUnavailable } from './ports/event-store'
import { readRights } from './read-rights'
import { settleImport, settlementOf } from './settle-import'
import { streams } from './streams'
import { appendUntilKnown, type Persistence, untilDone } from './until-known'

export type CommitRefusal =
  | UploadTokenRefusal
  | RightsRefusal
  | ExternalIdentifierRefusal
  | { readonly code: 'rights-withdrawn' }

export type Committed =
  | { readonly outcome: 'imported'; readonly receipt: ImportReceipt }
  | { readonly outcome: 'refused'; readonly refusal: CommitRefusal }

export type CommitDeps = ClaimDeps

const refused = (refusal: CommitRefusal): Committed => ({ outcome: 'refused', refusal })

/**
 * Commits one import. Up to the consumption of the token, a failure undoes the steps before it and keeps the
 * token; from then on the import is carried to its outcome.
 */
export async function commitImport(
  deps: CommitDeps,
  prepared: PreparedImport,
  destination: Destination,
  staging: Staging,
  persistence: Persistence,
  metadata: EventMetadata,
): Promise<Committed> {
  const { store, newId, datasets } = deps
  const { importId, planned, upload } = prepared
  const { kind, presentedAt, grant } = upload
  const { tokenId } = grant
  const undo: (() => Promise<unknown>)[] = []
  const outcome = await destination.prepare(prepared)

  const untilConsumed = async (): Promise<
    { readonly refusal: CommitRefusal } | { readonly position: bigint }
  > => {
    // 1. Read token, user and project again and decide again.
    const token = await load(store, streams.uploadToken(tokenId), uploadToken)
    const rights = await readRights(store, grant)
    if (!rights.held) return { refusal: rights.refusal }
    const { userRevision, projectRevision } = rights
    const consumption = { importId, kind, presentedAt, userRevision, projectRevision, policyVersion: null }
    const decision = uploadToken.decide({ type: 'ConsumeToken', ...consumption }, token.state)
    if (!decision.accepted) return { refusal: decision.refusal }
    const consume = asNewEvents(decision.events, metadata, newId)
    if (consume === null) throw new Error('an import was committed twice')

    // 2. Claim the external uuid.
    if (planned.uuid !== null) {
      const claim = { uuid: planned.uuid, tokenId, importId }
      const refusal = await claimExternalIdentifier(deps, claim, persistence, metadata)
      if (refusal !== null) return { refusal }
      undo.push(() => settleImport(deps, settlementOf(outcome.record, 'abandoned', deps.clock()), metadata))
    }

    // 3. Move the bytes and the prepared outcome into place; look whether someone fenced this import meanwhile.
    await staging.place(destination.area, outcome.record)
    undo.push(() => datasets.remove(destination.area, importId))
    if ((await importOutcome(store, kind, importId)) !== null) {
      if (planned.uuid !== null) return { refusal: { code: 'external-uuid-taken', pending: true } }
      throw new StagingLost('the import was given up by another process')
    }

    // 4. Consume the token on the revision read in 1: the deciding instant.
    const stream = streams.uploadToken(tokenId)
    const consumed = await appendUntilKnown(persistence, store, stream, token.revision, consume)
    if (consumed.outcome === 'appended') return { position: consumed.position }
    if (consumed.outcome === 'unavailable') throw new EventStoreUnavailable('the token could not be consumed')
    return { refusal: await refusalBehindConflict(deps, prepared) }
  }

  const consumption = await untilConsumed().catch(async (fault) => {
    await undoAll(undo)
    throw fault
  })
  if ('refusal' in consumption) {
    await undoAll(undo)
    return refused(consumption.refusal)
  }

  const settled = await untilDone(persistence, async () => {
    // 5. Whether the rights held at the position of the consumption: a withdrawal before it is visible by now.
    const rights = await readRights(store, grant, consumption.position)
    // 6. The outcome, as the first event of the import's stream.
    const verdict = rights.held ? 'imported' : 'rights-withdrawn'
    return settleImport(deps, settlementOf(outcome.record, verdict, deps.clock()), metadata)
  })

  // 7. Answer what the history says.
  if (settled.status === 'imported') return { outcome: 'imported', receipt: outcome.receipt }
  await datasets.remove(destination.area, importId)
  if (settled.outcomeClass === 'rights-withdrawn') return refused({ code: 'rights-withdrawn' })
  // Others took it for lost between its last look and its consumption. The same token would never do again.
  return refused({ code: 'token-already-used', importId, kind })
}

/** The token changed since step 1: used by another import, or revoked. */
async function refusalBehindConflict(deps: CommitDeps, { upload }: PreparedImport): Promise<CommitRefusal> {
  const { state } = await load(deps.store, streams.uploadToken(upload.grant.tokenId), uploadToken)
  const command = { type: 'PresentToken', kind: upload.kind, at: upload.presentedAt } as const
  const decision = uploadToken.decide(command, state)
  if (decision.accepted) throw new Error('the token conflicts with its own unchanged state')
  return decision.refusal
}

/** The newest step first. What can't be undone now is found and settled by its stream later. */
async function undoAll(undo: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of [...undo].reverse()) await step().catch(() => undefined)
}
