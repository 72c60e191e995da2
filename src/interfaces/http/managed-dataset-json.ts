import * as t from 'io-ts'
import type { ManagedDataset, ShownDataset } from '../../application/show-datasets'
import { columnShape, keptUrls } from './import-json'
import {
  count,
  hash,
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
  id: uuid,
  kind: wordOf('dataset', 'external'),
  url,
  project: ordinal,
  user: nullOr(such(someText, 'jdoe')),
  rows: count,
  bytes: count,
  created: instant,
}

export const managedDataset = objectOf(listedMembers, { uuid }, 'ManagedDataset')

export const shownDataset = objectOf(
  {
    ...listedMembers,
    token_id: uuid,
    title: nullOr(someText),
    table_name: nullOr(someText),
    sha256: hash,
    columns: t.readonlyArray(columnShape),
    definition_sha256: hash,
    policy: nullOr(ordinal),
    derivation: such(someText, 'p1'),
    ignored: t.readonlyArray(someText),
  },
  { uuid },
  'ShownDataset',
)

/** A dataset in management's list. */
export function managedDatasetJson(dataset: ManagedDataset, base: string): t.TypeOf<typeof managedDataset> {
  const { datasetId, uuid, projectId, user, rows, bytes, importedAt } = dataset
  const kind = uuid === null ? 'dataset' : 'external'
  return {
    id: datasetId,
    kind,
    ...keptUrls({ datasetId, uuid }, base),
    project: projectId,
    user,
    rows,
    bytes,
    created: writeTime(importedAt),
  }
}

/** All that is known of a dataset but its rows. */
export function shownDatasetJson(
  { facts, created, user, title, tableName }: ShownDataset,
  base: string,
): t.TypeOf<typeof shownDataset> {
  const { datasetId, kind, uuid = null } = facts
  return {
    id: datasetId,
    kind,
    ...keptUrls({ datasetId, uuid }, base),
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
