import type { DomainEvent } from '../domain/events'
import type { ImportKind } from '../domain/import-kind'
import type { EventStore } from './ports/event-store'
import { streams } from './streams'

/** What an event is about; `undefined` where that can't be said. */
export interface EventSubject {
  readonly projectId: number | undefined
  readonly userId: string | undefined
  /** Of the import that it is about. */
  readonly kind: ImportKind | undefined
  /** A dataset's id is its import's. */
  readonly datasetId: string | undefined
  readonly tokenId: string | undefined
}

/** As far as its own members tell. */
export const saidBy = (event: DomainEvent): EventSubject => ({
  projectId: 'projectId' in event ? event.projectId : undefined,
  userId: 'userId' in event ? event.userId : undefined,
  kind: kindSaidBy(event),
  datasetId: 'datasetId' in event ? event.datasetId : 'importId' in event ? event.importId : undefined,
  tokenId: 'tokenId' in event ? event.tokenId : undefined,
})

function kindSaidBy(event: DomainEvent): ImportKind | undefined {
  if ('kind' in event) return event.kind
  if (event.type === 'EphemeralDatasetDiscarded') return 'ephemeral'
  return event.type === 'ExternalIdentifierClaimed' ? 'external' : undefined
}

/** What an event does not say itself is what its dataset, then its token, began with: both lie before it in the history. */
export async function subjectOf(store: EventStore, event: DomainEvent): Promise<EventSubject> {
  const said = saidBy(event)
  const known = said.tokenId === undefined ? await completedByDataset(store, said) : said
  const { tokenId, projectId, kind, datasetId } = known
  const isWhole = projectId !== undefined && (kind !== undefined || datasetId === undefined)
  if (tokenId === undefined || isWhole) return known
  const ofToken = await store.readStream(streams.uploadToken(tokenId))
  return ofToken
    .map((recorded) => saidBy(recorded.event))
    .filter((each) => each.datasetId === undefined || each.datasetId === datasetId)
    .reduce(completedBy, known)
}

async function completedByDataset(store: EventStore, known: EventSubject): Promise<EventSubject> {
  if (known.datasetId === undefined) return known
  const [first] = await store.readStream(streams.dataset(known.datasetId))
  if (first === undefined) return known
  const ofDataset = saidBy(first.event)
  return { ...completedBy(known, ofDataset), tokenId: ofDataset.tokenId }
}

const completedBy = (known: EventSubject, other: EventSubject): EventSubject => ({
  ...known,
  projectId: known.projectId ?? other.projectId,
  userId: known.userId ?? other.userId,
  kind: known.kind ?? other.kind,
})
