import * as t from 'io-ts'
import type { ListedDataset } from '../../application/list-datasets'
import type { ReadableDataset } from '../../application/read-dataset'
import { keptUrls } from './import-json'
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
  project: ordinal,
  title: nullOr(such(someText, 'Heart disease')),
  table_name: nullOr(such(someText, 'patients')),
  rows: count,
  bytes: count,
  created: instant,
}

export const listedDataset = objectOf({ ...listedMembers, url }, { uuid }, 'ListedDataset')

const nullRule = wordOf('every-value', 'empty-unquoted')

export const datasetMetadata = objectOf(
  {
    ...listedMembers,
    sha256: hash,
    policy: nullOr(ordinal),
    columns: t.readonlyArray(
      objectOf(
        {
          name: such(someText, 'patient'),
          type: such(someText, 'text'),
          action: such(someText, 'pseudonymize'),
          null_rule: nullRule,
        },
        { pseudonym: objectOf({ label: such(someText, 'patient'), origin: wordOf('derived', 'supplied') }) },
      ),
    ),
    pseudonyms: nullOr(objectOf({ domain: ordinal, derivation: such(someText, 'p1') })),
  },
  { uuid },
  'DatasetMetadata',
)

/** What is told of a dataset beside its rows. It says nothing of where it was asked for: its tag is of these bytes. */
export function datasetMetadataJson({
  facts,
  created,
  beside,
}: ReadableDataset): t.TypeOf<typeof datasetMetadata> {
  const pseudonyms = new Map(beside.pseudonyms?.columns.map((column) => [column.name, column]))
  return {
    id: facts.datasetId,
    ...(facts.uuid === undefined ? {} : { uuid: facts.uuid }),
    project: facts.projectId,
    title: beside.title,
    table_name: beside.tableName,
    rows: facts.rows,
    bytes: facts.bytes,
    sha256: facts.sha256,
    created: writeTime(created),
    policy: facts.policyVersion,
    columns: facts.columns.map(({ name, type, action }) => {
      const pseudonym = pseudonyms.get(name)
      return {
        name,
        type,
        action,
        null_rule: nullRuleOf(action),
        ...(pseudonym === undefined
          ? {}
          : { pseudonym: { label: pseudonym.label, origin: pseudonym.origin } }),
      }
    }),
    pseudonyms:
      beside.pseudonyms === null
        ? null
        : { domain: beside.pseudonyms.domain, derivation: facts.derivationVersion },
  }
}

/** How null stands in the column as `text/csv`: as an empty value without quotes, or in every row. */
const nullRuleOf = (action: string): t.TypeOf<typeof nullRule> =>
  action === 'anonymize:blank' ? 'every-value' : 'empty-unquoted'

export const listedDatasetJson = (dataset: ListedDataset, base: string): t.TypeOf<typeof listedDataset> => {
  const { datasetId, uuid, projectId, title, tableName, rows, bytes, importedAt } = dataset
  return {
    id: datasetId,
    ...keptUrls({ datasetId, uuid }, base),
    project: projectId,
    title,
    table_name: tableName,
    rows,
    bytes,
    created: writeTime(importedAt),
  }
}
