import {
  type Claim,
  type ExternalIdentifierCommand,
  type ExternalIdentifierRefusal,
  externalIdentifier,
} from '../domain/external-identifier'
import type { CommitTimes } from './commit-times'
import { asNewEvents, fold } from './execute'
import { type ImportOutcome, importOutcome } from './import-outcome'
import { consumptionBy } from './open-imports'
import { type EventMetadata, EventStoreUnavailable } from './ports/event-store'
import { type RecoveryDeps, recoverImport } from './recover-imports'
import { settleImport } from './settle-import'
import { streams } from './streams'
import { appendUntilKnown, type Persistence, untilDone } from './until-known'

export interface ClaimDeps extends RecoveryDeps {
  readonly times: Pick<CommitTimes, 'takeOverAfterMs'>
}

/**
 * Claims a uuid for an import. Bound is the newest claim whose import has neither failed nor been withdrawn,
 * so the holder's own stream is read before each attempt. `null`: it is claimed.
 */
export async function claimExternalIdentifier(
  deps: ClaimDeps,
  claim: Claim,
  persistence: Persistence,
  metadata: EventMetadata,
): Promise<ExternalIdentifierRefusal | null> {
  const { store, newId, clock, times } = deps
  const stream = streams.catalogue(claim.uuid)
  for (;;) {
    const recorded = await store.readStream(stream)
    const newest = recorded.at(-1)
    const state = fold(externalIdentifier, recorded)
    const outcome =
      state.status === 'claimed' ? await importOutcome(store, 'external', state.claim.importId) : null
    const isOld = newest !== undefined && clock() - newest.created > times.takeOverAfterMs
    if (state.status === 'claimed' && outcome === null && isOld && state.claim.importId !== claim.importId) {
      const { claim: holder } = state
      await untilDone(persistence, () => settleHolder(deps, holder, metadata))
      continue
    }
    const holder = holderAs(outcome)
    const decision = externalIdentifier.decide({ type: 'ClaimExternalIdentifier', claim, holder }, state)
    if (!decision.accepted) return decision.refusal
    const events = asNewEvents(decision.events, metadata, newId)
    if (events === null) return null
    const appended = await appendUntilKnown(
      persistence,
      store,
      stream,
      newest?.revision ?? 'no-stream',
      events,
    )
    if (appended.outcome === 'appended') return null
    if (appended.outcome === 'unavailable') throw new EventStoreUnavailable('the uuid could not be claimed')
  }
}

function holderAs(outcome: ImportOutcome | null): ExternalIdentifierCommand['holder'] {
  if (outcome === null) return 'pending'
  return outcome.status === 'imported' && outcome.withdrawn ? 'withdrawn' : outcome.status
}

/**
 * A claim is never taken over by the clock alone. A holder that has consumed its token is brought to its outcome;
 * one that hasn't is fenced: its stream begins with its failure, so that its own first append must fail should it
 * only have been asleep.
 */
async function settleHolder(
  deps: ClaimDeps,
  { tokenId, importId }: Claim,
  { correlationId, causationId }: EventMetadata,
): Promise<void> {
  const consumption = consumptionBy(await deps.store.readStream(streams.uploadToken(tokenId)), importId)
  if (consumption !== null) {
    await recoverImport(deps, consumption)
    return
  }
  await settleImport(
    deps,
    { kind: 'kept', verdict: 'abandoned', facts: { datasetId: importId, tokenId } },
    { correlationId, causationId, actor: { kind: 'system' } },
  )
}
