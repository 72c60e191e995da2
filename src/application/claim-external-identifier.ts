import { type ExternalIdentifierRefusal, externalIdentifier } from '../domain/external-identifier'
import { asNewEvents, type Execution, load } from './execute'
import { importOutcome } from './import-outcome'
import { type EventMetadata, EventStoreUnavailable } from './ports/event-store'
import { streams } from './streams'
import { appendUntilKnown, type Persistence } from './until-known'

/**
 * Claims a uuid for an import. Bound is the newest claim whose import has neither failed nor been withdrawn,
 * so the holder's own stream is read before each attempt. `null`: it is claimed.
 */
export async function claimExternalIdentifier(
  { store, newId }: Execution,
  claim: { readonly uuid: string; readonly tokenId: string; readonly importId: string },
  persistence: Persistence,
  metadata: EventMetadata,
): Promise<ExternalIdentifierRefusal | null> {
  const stream = streams.catalogue(claim.uuid)
  for (;;) {
    const { state, revision } = await load(store, stream, externalIdentifier)
    const outcome =
      state.status === 'claimed' ? await importOutcome(store, 'external', state.claim.importId) : null
    const holder = outcome?.status ?? 'pending'
    const decision = externalIdentifier.decide({ type: 'ClaimExternalIdentifier', claim, holder }, state)
    if (!decision.accepted) return decision.refusal
    const events = asNewEvents(decision.events, metadata, newId)
    if (events === null) return null
    const appended = await appendUntilKnown(persistence, store, stream, revision, events)
    if (appended.outcome === 'appended') return null
    if (appended.outcome === 'unavailable') throw new EventStoreUnavailable('the uuid could not be claimed')
  }
}
