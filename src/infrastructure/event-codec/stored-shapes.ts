import * as t from 'io-ts'
import type { DomainEvent, DomainEventType } from '../../domain/events'
import { closed, either } from './closed'
import * as form from './forms'

type WithoutType<E> = E extends unknown ? Omit<E, 'type'> : never

/** An event of the domain without its in-code name. */
export type EventData<T extends DomainEventType> = WithoutType<Extract<DomainEvent, { readonly type: T }>>

export interface StoredShape<A> {
  /** As it stands in the history, for ever, whatever the code calls the event. */
  readonly storedName: string
  readonly schema: t.Type<A, unknown>
}

const shape = <A>(storedName: string, schema: t.Type<A, unknown>): StoredShape<A> => ({ storedName, schema })

const kind = t.keyof({ dataset: null, ephemeral: null, external: null })
const keptKind = t.keyof({ dataset: null, external: null })
const outcomeClass = t.keyof({ 'rights-withdrawn': null, interrupted: null, abandoned: null })
const policyVersion = t.union([form.count, t.null])
const texts = t.readonlyArray(form.chosenText)

const ofProject = closed({ projectId: form.ordinal })
const ofProjectAndUser = closed({ projectId: form.ordinal, userId: form.uuid })
const ofToken = closed({ tokenId: form.uuid })
const ofUser = closed({ userId: form.uuid })

const optionalDetails = {
  authgroup: form.chosenText,
  keyfileRecipient: form.ageRecipient,
  exportTarget: closed({
    host: form.chosenText,
    port: form.ordinal,
    user: form.chosenText,
    path: form.chosenText,
    credentialId: form.uuid,
  }),
}

const ephemeralFacts = {
  importId: form.uuid,
  tokenId: form.uuid,
  projectId: form.ordinal,
  userId: form.uuid,
  policyVersion,
  derivationVersion: form.derivation,
  startedAt: form.instant,
  endedAt: form.instant,
}

/**
 * The stored name and shape of every event; the compiler asks for the row of a new one. A row is never edited
 * once events of it are stored: a new shape gets a new name, and the old one stays readable.
 */
export const storedShapes: { readonly [T in DomainEventType]: StoredShape<EventData<T>> } = {
  StoreInitialised: shape(
    'StoreInitialised.v1',
    closed({ storeId: form.uuid, masterKeyCheck: form.base64url }),
  ),

  TokenIssued: shape(
    'TokenIssued.v1',
    closed(
      {
        tokenId: form.uuid,
        secretDigest: form.sha256,
        projectId: form.ordinal,
        userId: form.uuid,
        kinds: t.readonlyArray(kind),
        notBefore: form.instant,
        expiresAt: form.instant,
      },
      {
        maxBytes: form.ordinal,
        maxRows: form.ordinal,
        externalUuid: form.uuid,
        definitionSha256: form.sha256,
      },
    ),
  ),
  TokenConsumed: shape(
    'TokenConsumed.v1',
    closed({
      tokenId: form.uuid,
      importId: form.uuid,
      kind,
      presentedAt: form.instant,
      userRevision: form.count,
      projectRevision: form.count,
      policyVersion,
    }),
  ),
  TokenRevoked: shape('TokenRevoked.v1', ofToken),

  UserProvisioned: shape(
    'UserProvisioned.v1',
    closed({ userId: form.uuid, sealedName: form.base64url, groups: texts }),
  ),
  UserGroupsChanged: shape('UserGroupsChanged.v1', closed({ userId: form.uuid, groups: texts })),
  UserDeactivated: shape('UserDeactivated.v1', ofUser),
  UserReactivated: shape('UserReactivated.v1', ofUser),
  UserNameClaimed: shape('UserNameClaimed.v1', ofUser),

  ProjectProvisioned: shape(
    'ProjectProvisioned.v1',
    closed(
      { projectId: form.ordinal, name: form.chosenText, description: form.chosenText },
      { ...optionalDetails, deidProjectId: form.ordinal },
    ),
  ),
  ProjectChanged: shape(
    'ProjectChanged.v1',
    closed({ projectId: form.ordinal, description: form.chosenText }, optionalDetails),
  ),
  OwnershipGranted: shape('OwnershipGranted.v1', ofProjectAndUser),
  OwnershipWithdrawn: shape('OwnershipWithdrawn.v1', ofProjectAndUser),
  ProjectRetired: shape('ProjectRetired.v1', ofProject),
  ProjectNameClaimed: shape('ProjectNameClaimed.v1', ofProject),
  ProjectNameReleased: shape('ProjectNameReleased.v1', ofProject),
  ProjectNumberDrawn: shape('ProjectNumberDrawn.v1', closed({})),

  DatasetImported: shape(
    'DatasetImported.v1',
    closed(
      {
        datasetId: form.uuid,
        tokenId: form.uuid,
        projectId: form.ordinal,
        userId: form.uuid,
        kind: keptKind,
        definitionSha256: form.sha256,
        policyVersion,
        derivationVersion: form.derivation,
        columns: t.readonlyArray(
          closed({ name: form.chosenText, type: form.typeName, action: form.actionName }),
        ),
        rows: form.count,
        bytes: form.count,
        sha256: form.sha256,
        ignored: texts,
      },
      { uuid: form.uuid },
    ),
  ),
  DatasetImportFailed: shape(
    'DatasetImportFailed.v1',
    closed({ datasetId: form.uuid, tokenId: form.uuid, outcomeClass }),
  ),
  DatasetWithdrawn: shape(
    'DatasetWithdrawn.v1',
    closed({ datasetId: form.uuid, reasonClass: t.keyof({ management: null }) }),
  ),
  EphemeralDatasetDiscarded: shape(
    'EphemeralDatasetDiscarded.v1',
    either(
      closed({ ...ephemeralFacts, outcome: t.literal('imported') }),
      closed({ ...ephemeralFacts, outcome: t.literal('failed'), outcomeClass }),
    ),
  ),
  ExternalIdentifierClaimed: shape(
    'ExternalIdentifierClaimed.v1',
    closed({ uuid: form.uuid, tokenId: form.uuid, importId: form.uuid }),
  ),

  DatasetRead: shape('DatasetRead.v1', closed({ datasetId: form.uuid, userId: form.uuid, day: form.day })),
  KeyfileFetched: shape(
    'KeyfileFetched.v1',
    closed({ datasetId: form.uuid, client: form.identity, case: form.identity }),
  ),
  UploadRefused: shape(
    'UploadRefused.v1',
    closed({
      tokenId: form.uuid,
      reason: form.code,
      ruleCounts: t.readonlyArray(closed({ rule: form.rule, count: form.count })),
      at: form.instant,
    }),
  ),
}
