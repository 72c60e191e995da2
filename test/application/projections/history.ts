import { randomUUID } from 'node:crypto'
import type { EventStore } from '../../../src/application/ports/event-store'
import type { ReadModels } from '../../../src/application/ports/read-models'
import { projectEvent } from '../../../src/application/projections/project-event'
import type { DomainEvent } from '../../../src/domain/events'
import { memoryEventStore } from '../../../src/infrastructure/memory/event-store'
import { memoryReadModels } from '../../../src/infrastructure/memory/read-models'

/** Canonical uuids that can be told apart in an example. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

const digest = 'd'.repeat(64)

export const issued = (tokenId: string): DomainEvent => ({
  type: 'TokenIssued',
  tokenId,
  secretDigest: digest,
  projectId: 1,
  userId: uuid(1),
  kinds: ['dataset', 'ephemeral', 'external'],
  notBefore: 1_000,
  expiresAt: 2_000,
})

export const issuedTokens = (from: number, count: number): readonly DomainEvent[] =>
  Array.from({ length: count }, (_, n) => issued(uuid(from + n)))

export const consumed = (
  tokenId: string,
  importId: string,
  kind: 'dataset' | 'ephemeral' | 'external' = 'dataset',
): DomainEvent => ({
  type: 'TokenConsumed',
  tokenId,
  importId,
  kind,
  presentedAt: 1_500,
  userRevision: 0,
  projectRevision: 1,
  policyVersion: null,
})

export const imported = (tokenId: string, datasetId: string, externalUuid?: string): DomainEvent => ({
  type: 'DatasetImported',
  datasetId,
  tokenId,
  projectId: 1,
  userId: uuid(1),
  kind: externalUuid === undefined ? 'dataset' : 'external',
  ...(externalUuid === undefined ? {} : { uuid: externalUuid }),
  definitionSha256: digest,
  policyVersion: null,
  derivationVersion: 'v1',
  columns: [{ name: 'age', type: 'text', action: 'keep' }],
  rows: 303,
  bytes: 11_328,
  sha256: digest,
  ignored: [],
})

export const failed = (tokenId: string, datasetId: string): DomainEvent => ({
  type: 'DatasetImportFailed',
  datasetId,
  tokenId,
  outcomeClass: 'abandoned',
})

export const withdrawn = (datasetId: string): DomainEvent => ({
  type: 'DatasetWithdrawn',
  datasetId,
  reasonClass: 'management',
})

export const discarded = (tokenId: string, importId: string, ok: boolean): DomainEvent => ({
  type: 'EphemeralDatasetDiscarded',
  importId,
  tokenId,
  projectId: 1,
  userId: uuid(1),
  policyVersion: null,
  derivationVersion: 'v1',
  startedAt: 1_400,
  endedAt: 1_600,
  ...(ok ? { outcome: 'imported' } : { outcome: 'failed', outcomeClass: 'interrupted' }),
})

/** Puts each event into a stream of its own: models read the one order only. */
export async function record(store: EventStore, ...events: readonly DomainEvent[]): Promise<bigint> {
  let last = 0n
  for (const event of events) {
    const metadata = { correlationId: 'r1', causationId: 'r1', actor: { kind: 'system' } } as const
    const result = await store.append(`test-${randomUUID()}`, 'no-stream', [
      { id: randomUUID(), event, metadata },
    ])
    if (result.outcome !== 'appended') throw new Error(`the append was answered ${result.outcome}`)
    last = result.position
  }
  return last
}

export async function preparedModels(): Promise<ReadModels> {
  const models = memoryReadModels()
  await models.prepare('store')
  return models
}

/** When the events of `projected` were stored. */
export const createdAt = 5_000

/** What a history makes of the models. */
export async function projected(...events: readonly DomainEvent[]): Promise<ReadModels> {
  const store = memoryEventStore({ clock: () => createdAt })
  const models = await preparedModels()
  await record(store, ...events)
  const history = await store.readAll(null, events.length)
  await models.apply(null, history.at(-1)?.position ?? 0n, history.flatMap(projectEvent))
  return models
}
