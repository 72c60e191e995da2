import * as t from 'io-ts'
import type { ImportReceipt } from '../../application/import-receipt'
import { tokenWords } from '../../application/token-state'
import type { ReportedImport, TokenStatus } from '../../application/token-status'
import type { ImportKind } from '../../application/use-cases'
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

/** A column as it stands in the stored table. */
export const columnShape = objectOf(
  {
    name: such(someText, 'age'),
    type: such(someText, 'text'),
    action: such(someText, 'anonymize:numbergroup(10)'),
  },
  {},
  'Column',
)

export const importReceipt = objectOf(
  {
    status: wordOf('imported'),
    import_id: uuid,
    dataset: objectOf(
      { id: uuid, kind: importKind, rows: count, columns: t.readonlyArray(columnShape) },
      { uuid, url, sha256: hash },
    ),
    policy: nullOr(ordinal),
    ignored: t.readonlyArray(such(someText, 'Format/@CopyToFile')),
  },
  { result: objectOf({ url, expires_at: instant }) },
  'ImportReceipt',
)

const briefImport = objectOf(
  {
    status: wordOf('committing', 'imported', 'failed'),
    import_id: uuid,
    dataset: objectOf({ id: uuid, kind: importKind }),
  },
  {},
  'BriefImport',
)

export const reportedImport = t.union([importReceipt, briefImport])

export const tokenStatus = objectOf(
  {
    status: wordOf(...tokenWords),
    kinds: t.readonlyArray(importKind),
    max_bytes: count,
    expires_at: instant,
  },
  { import: reportedImport },
  'TokenStatus',
)

/** The body of a successful upload (manual, chapter 10: an object that contains the status of the import). */
export function receiptJson(receipt: ImportReceipt, base: string): t.TypeOf<typeof importReceipt> {
  const { importId, kind, uuid, rows, columns, sha256, resultExpiresAt } = receipt
  return {
    status: 'imported',
    import_id: importId,
    dataset: {
      id: importId,
      kind,
      ...datasetUrls({ datasetId: importId, kind, uuid }, base),
      rows,
      columns,
      ...(sha256 === null ? {} : { sha256 }),
    },
    policy: receipt.policyVersion,
    ...(resultExpiresAt === null
      ? {}
      : { result: { url: `${base}/-/token/result`, expires_at: writeTime(resultExpiresAt) } }),
    ignored: receipt.ignored,
  }
}

/** The import that spent a token. */
export function reportedImportJson(reported: ReportedImport, base: string): t.TypeOf<typeof reportedImport> {
  if (reported.detail === 'whole') return receiptJson(reported.receipt, base)
  const { status, importId, kind } = reported
  return { status, import_id: importId, dataset: { id: importId, kind } }
}

/** What the holder of a token learns of it. `max_bytes` is what an upload may have, by token and deployment. */
export const tokenStatusJson = (
  status: TokenStatus,
  base: string,
  maxUploadBytes: number,
): t.TypeOf<typeof tokenStatus> => ({
  status: status.word,
  kinds: status.kinds,
  max_bytes: Math.min(status.maxBytes ?? maxUploadBytes, maxUploadBytes),
  expires_at: writeTime(status.expiresAt),
  ...(status.import === null ? {} : { import: reportedImportJson(status.import, base) }),
})

interface Named {
  readonly datasetId: string
  readonly uuid: string | null
}

/** Where a dataset is read; an ephemeral one nowhere. */
export const datasetUrls = ({ kind, ...named }: Named & { readonly kind: ImportKind }, base: string) =>
  kind === 'ephemeral' ? {} : keptUrls(named, base)

/** Where a dataset that is kept is read. */
export const keptUrls = ({ datasetId, uuid }: Named, base: string) =>
  uuid === null
    ? { url: `${base}/-/dataset/${datasetId}` }
    : { uuid, url: `${base}/-/dataset/external/${uuid}` }
