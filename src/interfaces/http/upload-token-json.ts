import type { ListedToken } from '../../application/list-tokens'
import type { ShownToken } from '../../application/show-tokens'
import { eventJson } from './event-json'
import { datasetUrls } from './import-json'
import { writeTime } from './rfc3339'

export const shownTokenJson = (tokenId: string, token: ShownToken, base: string) => ({
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

function importJson({ id, kind, outcome }: NonNullable<ShownToken['import']>, base: string) {
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

export const listedTokenJson = (token: ListedToken) => ({
  token_id: token.tokenId,
  state: token.word,
  project: token.projectId,
  user: token.user,
  kinds: token.kinds,
  not_before: writeTime(token.notBefore),
  expires_at: writeTime(token.expiresAt),
  ...(token.importId === null ? {} : { import: { id: token.importId, kind: token.importKind } }),
})
