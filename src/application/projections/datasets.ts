import type { DatasetEvent } from '../../domain/dataset'
import { unreachable } from '../../domain/decider'
import type { RowChange } from '../ports/read-model-rows'

/** The datasets that can be read. `created` is when the event was stored. */
export function projectDataset(event: DatasetEvent, created: number): readonly RowChange[] {
  switch (event.type) {
    case 'DatasetImported': {
      const { datasetId, projectId, userId, uuid = null, rows, bytes } = event
      const facts = { datasetId, projectId, userId, uuid, rows, bytes }
      return [{ model: 'datasets', put: { ...facts, importedAt: created } }]
    }
    case 'DatasetImportFailed':
      return []
    case 'DatasetWithdrawn':
      return [{ model: 'datasets', remove: { datasetId: event.datasetId } }]
    default:
      return unreachable(event)
  }
}
