import fc from 'fast-check'
import type { EventMetadata } from '../../../src/application/ports/event-store'
import type { DomainEvent, DomainEventType } from '../../../src/domain/events'

type EventOf<T extends DomainEventType> = Extract<DomainEvent, { readonly type: T }>

const uuid = fc.uuid()
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/)
const identity = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/)
const base64url = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/)
const chosenText = fc.string({ unit: 'binary', maxLength: 40 })
const chosenTexts = fc.array(chosenText, { maxLength: 4 })
const count = fc.maxSafeNat()
const projectId = fc.integer({ min: 1 })
const instant = fc.integer({ min: Date.UTC(0, 0, 1), max: Date.UTC(9999, 11, 31) })
const kind = fc.constantFrom('dataset', 'ephemeral', 'external')
const outcomeClass = fc.constantFrom('rights-withdrawn', 'interrupted', 'abandoned')
const policyVersion = fc.option(count)
const type = <T extends DomainEventType>(name: T) => fc.constant(name)

const column = fc.record({
  name: chosenText,
  type: fc.constantFrom('text', 'double precision', 'timestamp with time zone'),
  action: fc.constantFrom(
    'keep',
    'anonymize:blank',
    'anonymize:numbergroup(0.5)',
    'anonymize:dategroup(year)',
  ),
})
const optionalDetails = {
  authgroup: chosenText,
  keyfileRecipient: fc.stringMatching(/^age1[a-z0-9]{58}$/),
  exportTarget: fc.record({
    host: chosenText,
    port: fc.integer({ min: 1 }),
    user: chosenText,
    path: chosenText,
    credentialId: uuid,
  }),
}
const ephemeralFacts = {
  type: type('EphemeralDatasetDiscarded'),
  importId: uuid,
  tokenId: uuid,
  projectId,
  userId: uuid,
  policyVersion,
  derivationVersion: fc.constant('p1'),
  startedAt: instant,
  endedAt: instant,
}

/** Any event of each name; the compiler asks for a new one's. */
export const anyEvent: { readonly [T in DomainEventType]: fc.Arbitrary<EventOf<T>> } = {
  StoreInitialised: fc.record({ type: type('StoreInitialised'), storeId: uuid, masterKeyCheck: base64url }),
  TokenIssued: fc.record(
    {
      type: type('TokenIssued'),
      tokenId: uuid,
      secretDigest: sha256,
      projectId,
      userId: uuid,
      kinds: fc.array(kind, { maxLength: 3 }),
      notBefore: instant,
      expiresAt: instant,
      maxBytes: fc.integer({ min: 1 }),
      maxRows: fc.integer({ min: 1 }),
      externalUuid: uuid,
      definitionSha256: sha256,
    },
    {
      requiredKeys: [
        'type',
        'tokenId',
        'secretDigest',
        'projectId',
        'userId',
        'kinds',
        'notBefore',
        'expiresAt',
      ],
    },
  ),
  TokenConsumed: fc.record({
    type: type('TokenConsumed'),
    tokenId: uuid,
    importId: uuid,
    kind,
    presentedAt: instant,
    userRevision: count,
    projectRevision: count,
    policyVersion,
  }),
  TokenRevoked: fc.record({ type: type('TokenRevoked'), tokenId: uuid }),
  UserProvisioned: fc.record({
    type: type('UserProvisioned'),
    userId: uuid,
    sealedName: base64url,
    groups: chosenTexts,
  }),
  UserGroupsChanged: fc.record({ type: type('UserGroupsChanged'), userId: uuid, groups: chosenTexts }),
  UserDeactivated: fc.record({ type: type('UserDeactivated'), userId: uuid }),
  UserReactivated: fc.record({ type: type('UserReactivated'), userId: uuid }),
  UserNameClaimed: fc.record({ type: type('UserNameClaimed'), userId: uuid }),
  ProjectProvisioned: fc.record(
    {
      type: type('ProjectProvisioned'),
      projectId,
      name: chosenText,
      description: chosenText,
      deidProjectId: projectId,
      ...optionalDetails,
    },
    { requiredKeys: ['type', 'projectId', 'name', 'description'] },
  ),
  ProjectChanged: fc.record(
    { type: type('ProjectChanged'), projectId, description: chosenText, ...optionalDetails },
    { requiredKeys: ['type', 'projectId', 'description'] },
  ),
  OwnershipGranted: fc.record({ type: type('OwnershipGranted'), projectId, userId: uuid }),
  OwnershipWithdrawn: fc.record({ type: type('OwnershipWithdrawn'), projectId, userId: uuid }),
  ProjectRetired: fc.record({ type: type('ProjectRetired'), projectId }),
  ProjectNameClaimed: fc.record({ type: type('ProjectNameClaimed'), projectId }),
  ProjectNameReleased: fc.record({ type: type('ProjectNameReleased'), projectId }),
  ProjectNumberDrawn: fc.record({ type: type('ProjectNumberDrawn') }),
  DatasetImported: fc.record(
    {
      type: type('DatasetImported'),
      datasetId: uuid,
      tokenId: uuid,
      projectId,
      userId: uuid,
      kind: fc.constantFrom('dataset', 'external'),
      uuid,
      definitionSha256: sha256,
      policyVersion,
      derivationVersion: fc.constant('p1'),
      columns: fc.array(column, { maxLength: 4 }),
      rows: count,
      bytes: count,
      sha256,
      ignored: chosenTexts,
    },
    {
      requiredKeys: [
        'type',
        'datasetId',
        'tokenId',
        'projectId',
        'userId',
        'kind',
        'definitionSha256',
        'policyVersion',
        'derivationVersion',
        'columns',
        'rows',
        'bytes',
        'sha256',
        'ignored',
      ],
    },
  ),
  DatasetImportFailed: fc.record({
    type: type('DatasetImportFailed'),
    datasetId: uuid,
    tokenId: uuid,
    outcomeClass,
  }),
  DatasetWithdrawn: fc.record({
    type: type('DatasetWithdrawn'),
    datasetId: uuid,
    reasonClass: fc.constant('management' as const),
  }),
  EphemeralDatasetDiscarded: fc.oneof(
    fc.record({ ...ephemeralFacts, outcome: fc.constant('imported' as const) }),
    fc.record({ ...ephemeralFacts, outcome: fc.constant('failed' as const), outcomeClass }),
  ),
  ExternalIdentifierClaimed: fc.record({
    type: type('ExternalIdentifierClaimed'),
    uuid,
    tokenId: uuid,
    importId: uuid,
  }),
  DatasetRead: fc.record({
    type: type('DatasetRead'),
    datasetId: uuid,
    userId: uuid,
    day: instant.map((at) => new Date(at).toISOString().slice(0, 10)),
  }),
  KeyfileFetched: fc.record({
    type: type('KeyfileFetched'),
    datasetId: uuid,
    client: identity,
    case: identity,
  }),
  UploadRefused: fc.record({
    type: type('UploadRefused'),
    tokenId: uuid,
    reason: fc.constantFrom('csv-invalid', 'token-in-use'),
    ruleCounts: fc.array(fc.record({ rule: fc.constantFrom('ragged-row', 'type-double precision'), count }), {
      maxLength: 3,
    }),
    at: instant,
  }),
}

export const anyMetadata: fc.Arbitrary<EventMetadata> = fc.record({
  correlationId: identity,
  causationId: identity,
  actor: fc.record(
    {
      kind: fc.constantFrom('management', 'token', 'user', 'cli', 'system'),
      client: identity,
      subject: uuid,
    },
    { requiredKeys: ['kind'] },
  ),
})
