import type { ImportReceipt } from '../../application/import-receipt'
import type { ReportedImport, TokenStatus } from '../../application/token-status'
import type { ImportKind } from '../../application/use-cases'
import { writeTime } from './rfc3339'

/** The body of a successful upload (manual, chapter 10: an object that contains the status of the import). */
export function receiptJson(receipt: ImportReceipt, base: string) {
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
export function reportedImportJson(reported: ReportedImport, base: string) {
  if (reported.detail === 'whole') return receiptJson(reported.receipt, base)
  const { status, importId, kind } = reported
  return { status, import_id: importId, dataset: { id: importId, kind } }
}

/** What the holder of a token learns of it. `max_bytes` is what an upload may have, by token and deployment. */
export const tokenStatusJson = (status: TokenStatus, base: string, maxUploadBytes: number) => ({
  status: status.word,
  kinds: status.kinds,
  max_bytes: Math.min(status.maxBytes ?? maxUploadBytes, maxUploadBytes),
  expires_at: writeTime(status.expiresAt),
  ...(status.import === null ? {} : { import: reportedImportJson(status.import, base) }),
})

interface Named {
  readonly datasetId: string
  readonly kind: ImportKind
  readonly uuid: string | null
}

/** Where a dataset is read; an ephemeral one nowhere. */
export function datasetUrls({ datasetId, kind, uuid }: Named, base: string) {
  if (kind === 'ephemeral') return {}
  if (uuid === null) return { url: `${base}/-/dataset/${datasetId}` }
  return { uuid, url: `${base}/-/dataset/external/${uuid}` }
}
