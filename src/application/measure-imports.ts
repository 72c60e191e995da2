import type { ImportKind } from '../domain/import-kind'
import type { ImportDataset } from './import-dataset'
import type { Clock } from './ports/clock'
import type { Metrics } from './ports/metrics'
import { ClientGone, type UploadPart } from './upload-parts'

/** The same use case, whose uploads, bytes and rows are counted. */
export const measureImports =
  (
    { metrics, clock }: { readonly metrics: Metrics; readonly clock: Clock },
    work: ImportDataset,
  ): ImportDataset =>
  async (upload) => {
    const { kind } = upload
    const begunAt = clock()
    const ended = (end: Parameters<Metrics['uploadEnded']>[1]) =>
      metrics.uploadEnded(kind, end, (clock() - begunAt) / 1_000)
    try {
      const answer = await work({ ...upload, parts: measured(upload.parts, metrics, kind) })
      if (answer.outcome === 'imported') metrics.rowsImported(kind, answer.receipt.rows)
      ended(answer.outcome)
      return answer
    } catch (fault) {
      ended(fault instanceof ClientGone ? 'aborted' : 'failed')
      throw fault
    }
  }

async function* measured(
  parts: AsyncIterable<UploadPart>,
  metrics: Metrics,
  kind: ImportKind,
): AsyncGenerator<UploadPart, void> {
  for await (const part of parts) {
    yield part.part === 'file_csv' ? { ...part, content: measuredTable(part.content, metrics, kind) } : part
  }
}

async function* measuredTable(content: AsyncIterable<Uint8Array>, metrics: Metrics, kind: ImportKind) {
  for await (const chunk of content) {
    metrics.tableReceived(kind, chunk.byteLength)
    yield chunk
  }
}
