import type { ListedDataset } from '../../application/list-datasets'
import type { ReadableDataset } from '../../application/read-dataset'
import { datasetUrls } from './import-json'
import { writeTime } from './rfc3339'

/** What is told of a dataset beside its rows. It says nothing of where it was asked for: its tag is of these bytes. */
export function datasetMetadataJson({ facts, created, beside }: ReadableDataset) {
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
const nullRuleOf = (action: string) => (action === 'anonymize:blank' ? 'every-value' : 'empty-unquoted')

export const listedDatasetJson = (dataset: ListedDataset, base: string) => {
  const { datasetId, uuid, projectId, title, tableName, rows, bytes, importedAt } = dataset
  const kind = uuid === null ? 'dataset' : 'external'
  return {
    id: datasetId,
    ...datasetUrls({ datasetId, kind, uuid }, base),
    project: projectId,
    title,
    table_name: tableName,
    rows,
    bytes,
    created: writeTime(importedAt),
  }
}
