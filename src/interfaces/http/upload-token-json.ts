import * as t from 'io-ts'
import type { ListedToken } from '../../application/list-tokens'
import type { ShownToken } from '../../application/show-tokens'
import { tokenWords } from '../../application/token-state'
import { auditedEvent, eventJson } from './event-json'
import { datasetUrls } from './import-json'
import {
  count,
  hash,
  importKind,
  instant,
  nullOr,
  objectOf,
  ordinal,
  someText,
  such,
  url,
  uuid,
  wordOf,
} from './json-forms'
import { writeTime } from './rfc3339'

const listedMembers = {
  token_id: uuid,
  state: wordOf(...tokenWords),
  project: ordinal,
  user: nullOr(such(someText, 'jdoe')),
  kinds: t.readonlyArray(importKind),
  not_before: instant,
  expires_at: instant,
}

export const listedToken = objectOf(
  listedMembers,
  { import: objectOf({ id: uuid, kind: importKind }) },
  'ListedToken',
)

const spendingImport = objectOf(
  { id: uuid, kind: importKind },
  {
    outcome: wordOf('imported', 'failed'),
    outcomeClass: wordOf('rights-withdrawn', 'interrupted', 'abandoned'),
    dataset_id: uuid,
    uuid,
    url,
    rows: count,
  },
)

export const shownToken = objectOf(
  { ...listedMembers, history: t.readonlyArray(auditedEvent) },
  {
    max_bytes: ordinal,
    max_rows: ordinal,
    external_uuid: uuid,
    definition_sha256: hash,
    import: spendingImport,
  },
  'Token',
)

export const shownTokenJson = (
  tokenId: string,
  token: ShownToken,
  base: string,
): t.TypeOf<typeof shownToken> => ({
  token_id: tokenId,
  state: token.word,
  project: token.projectId,
  user: token.user,
  kinds: token.kinds,
  not_before: writeTime(token.notBefore),
  expires_at: writeTime(token.expiresAt),
  ...limitsJson(token.limits),
  ...(token.import === null ? {} : { import: importJson(token.import, base) }),
  history: token.history.map(eventJson),
})

/** Those that the token has. */
const limitsJson = ({ maxBytes, maxRows, externalUuid, definitionSha256 }: ShownToken['limits']) => ({
  ...(maxBytes === undefined ? {} : { max_bytes: maxBytes }),
  ...(maxRows === undefined ? {} : { max_rows: maxRows }),
  ...(externalUuid === undefined ? {} : { external_uuid: externalUuid }),
  ...(definitionSha256 === undefined ? {} : { definition_sha256: definitionSha256 }),
})

function importJson(
  { id, kind, outcome }: NonNullable<ShownToken['import']>,
  base: string,
): t.TypeOf<typeof spendingImport> {
  if (outcome === null) return { id, kind }
  if (outcome.status === 'failed') {
    return { id, kind, outcome: 'failed', outcomeClass: outcome.outcomeClass }
  }
  const { facts } = outcome
  return {
    id,
    kind,
    outcome: 'imported',
    ...(facts === null
      ? {}
      : {
          dataset_id: facts.datasetId,
          ...datasetUrls({ datasetId: facts.datasetId, kind, uuid: facts.uuid ?? null }, base),
          rows: facts.rows,
        }),
  }
}

export const listedTokenJson = (token: ListedToken): t.TypeOf<typeof listedToken> => ({
  token_id: token.tokenId,
  state: token.word,
  project: token.projectId,
  user: token.user,
  kinds: token.kinds,
  not_before: writeTime(token.notBefore),
  expires_at: writeTime(token.expiresAt),
  ...(token.importId === null || token.importKind === null
    ? {}
    : { import: { id: token.importId, kind: token.importKind } }),
})
