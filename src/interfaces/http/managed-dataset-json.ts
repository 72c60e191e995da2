import type { ManagedDataset, ShownDataset } from '../../application/show-datasets'
import { datasetUrls } from './import-json'
import { writeTime } from './rfc3339'

/** A dataset in management's list. */
export function managedDatasetJson(dataset: ManagedDataset, base: string) {
  const { datasetId, uuid, projectId, user, rows, bytes, importedAt } = dataset
  const kind = uuid === null ? 'dataset' : 'external'
  return {
    id: datasetId,
    kind,
    ...datasetUrls({ datasetId, kind, uuid }, base),
    project: projectId,
    user,
    rows,
    bytes,
    created: writeTime(importedAt),
  }
}

/** All that is known of a dataset but its rows. */
export function shownDatasetJson({ facts, created, user, title, tableName }: ShownDataset, base: string) {
  const { datasetId, kind, uuid = null } = facts
  return {
    id: datasetId,
    kind,
    ...datasetUrls({ datasetId, kind, uuid }, base),
    project: facts.projectId,
    user,
    token_id: facts.tokenId,
    title,
    table_name: tableName,
    rows: facts.rows,
    bytes: facts.bytes,
    sha256: facts.sha256,
    columns: facts.columns,
    definition_sha256: facts.definitionSha256,
    policy: facts.policyVersion,
    derivation: facts.derivationVersion,
    ignored: facts.ignored,
    created: writeTime(created),
  }
}
