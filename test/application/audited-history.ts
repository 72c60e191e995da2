import { streams } from '../../src/application/streams'
import type { DomainEvent } from '../../src/domain/events'
import { memoryEventStore } from '../../src/infrastructure/memory/event-store'
import { consumed, discarded, failed, imported, issued, uuid, withdrawn } from './projections/history'

export const [jdoe, asmith] = [uuid(1), uuid(2)]
export const tokens = { kept: uuid(11), broken: uuid(12), unused: uuid(13), passing: uuid(14) }
export const imports = { kept: uuid(21), broken: uuid(22), passing: uuid(24) }

const of = (projectId: number, userId: string, event: DomainEvent): DomainEvent =>
  ({ ...event, projectId, userId }) as DomainEvent

/** Two projects, two users, an import of each kind and a token that was never used; in the order of the history. */
const story: readonly (readonly [stream: string, event: DomainEvent])[] = [
  [streams.user(jdoe), { type: 'UserProvisioned', userId: jdoe, sealedName: 'c2VhbGVk', groups: [] }],
  [streams.userName('jdoe'), { type: 'UserNameClaimed', userId: jdoe }],
  [streams.user(asmith), { type: 'UserProvisioned', userId: asmith, sealedName: 'c2VhbGVk', groups: [] }],
  [streams.userName('asmith'), { type: 'UserNameClaimed', userId: asmith }],
  [streams.projectNumbers, { type: 'ProjectNumberDrawn' }],
  [streams.project(1), { type: 'ProjectProvisioned', projectId: 1, name: 'Heart', description: '' }],
  [streams.project(1), { type: 'OwnershipGranted', projectId: 1, userId: jdoe }],
  [streams.uploadToken(tokens.kept), of(1, jdoe, issued(tokens.kept))],
  [streams.uploadToken(tokens.broken), of(2, asmith, issued(tokens.broken))],
  [streams.uploadToken(tokens.unused), of(1, asmith, issued(tokens.unused))],
  [streams.uploadToken(tokens.passing), of(2, jdoe, issued(tokens.passing))],
  [streams.uploadToken(tokens.kept), consumed(tokens.kept, imports.kept, 'dataset')],
  [streams.dataset(imports.kept), of(1, jdoe, imported(tokens.kept, imports.kept))],
  [
    streams.catalogue(uuid(99)),
    {
      type: 'ExternalIdentifierClaimed',
      uuid: uuid(99),
      tokenId: tokens.broken,
      importId: imports.broken,
    },
  ],
  [streams.uploadToken(tokens.broken), consumed(tokens.broken, imports.broken, 'external')],
  [streams.dataset(imports.broken), failed(tokens.broken, imports.broken)],
  [streams.uploadToken(tokens.passing), consumed(tokens.passing, imports.passing, 'ephemeral')],
  [streams.ephemeralImport(imports.passing), of(2, jdoe, discarded(tokens.passing, imports.passing, true))],
  [
    streams.refusals(tokens.unused),
    { type: 'UploadRefused', tokenId: tokens.unused, reason: 'csv-invalid', ruleCounts: [], at: 1_500 },
  ],
  [streams.uploadToken(tokens.unused), { type: 'TokenRevoked', tokenId: tokens.unused }],
  [
    streams.access(imports.kept),
    { type: 'DatasetRead', datasetId: imports.kept, userId: asmith, day: '2031-05-17' },
  ],
  [
    streams.access(imports.kept),
    { type: 'KeyfileFetched', datasetId: imports.kept, client: 'portal', case: 'c-1' },
  ],
  [streams.dataset(imports.kept), withdrawn(imports.kept)],
]

/** The story as a history, an event a second from 1970 on. */
export async function auditedHistory() {
  let now = 0
  const store = memoryEventStore({ clock: () => now })
  const lengths = new Map<string, number>()
  let ids = 0
  const add = async (stream: string, event: DomainEvent) => {
    const length = lengths.get(stream) ?? 0
    lengths.set(stream, length + 1)
    const metadata = { correlationId: 'r', causationId: 'r', actor: { kind: 'system' } } as const
    const expected = length === 0 ? 'no-stream' : length - 1
    await store.append(stream, expected, [{ id: `event-${++ids}`, event, metadata }])
    now += 1_000
  }
  for (const [stream, event] of story) await add(stream, event)
  const digests = { user: (name: string) => name, project: (name: string) => name }
  return { store, digests, add }
}
