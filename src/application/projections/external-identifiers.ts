import type { DatasetEvent } from '../../domain/dataset'
import { unreachable } from '../../domain/decider'
import type { RowChange } from '../ports/read-model-rows'

/** Which dataset bears a uuid of the catalogue: the one imported last. A claim alone binds nothing. */
export function projectExternalIdentifier(event: DatasetEvent): readonly RowChange[] {
  switch (event.type) {
    case 'DatasetImported': {
      const { uuid, datasetId } = event
      return uuid === undefined ? [] : [{ model: 'externalIdentifiers', put: { uuid, datasetId } }]
    }
    case 'DatasetImportFailed':
      return []
    case 'DatasetWithdrawn':
      return [{ model: 'externalIdentifiers', remove: { datasetId: event.datasetId } }]
    default:
      return unreachable(event)
  }
}
