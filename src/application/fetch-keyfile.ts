import { dataset } from '../domain/dataset'
import { datasetAccess } from '../domain/dataset-access'
import { type Execution, execute, load } from './execute'
import type { DatasetStore, StoredFile } from './ports/dataset-store'
import { streams } from './streams'

export type KeyfileReading =
  | { readonly outcome: 'found'; readonly keyfile: StoredFile }
  | {
      readonly outcome: 'refused'
      readonly refusal: { readonly code: 'unknown-dataset' | 'dataset-withdrawn' | 'keyfile-missing' }
    }

export type FetchKeyfile = (
  request: {
    readonly datasetId: string
    readonly client: string
    /** Why the people behind the pseudonyms are to be known again. */
    readonly case: string
  },
  requestId: string,
) => Promise<KeyfileReading>

/** The re-identification table of an import, as the age file that only the data owner opens. Each fetch is recorded. */
export const fetchKeyfile =
  (deps: Execution & { readonly datasets: DatasetStore }): FetchKeyfile =>
  async ({ datasetId, client, case: reference }, requestId) => {
    const { state } = await load(deps.store, streams.dataset(datasetId), dataset)
    if (state.status === 'withdrawn') return { outcome: 'refused', refusal: { code: 'dataset-withdrawn' } }
    if (state.status !== 'imported') return { outcome: 'refused', refusal: { code: 'unknown-dataset' } }
    const keyfile = await deps.datasets.keyfile(datasetId)
    if (keyfile === null) return { outcome: 'refused', refusal: { code: 'keyfile-missing' } }
    await execute(
      deps,
      streams.access(datasetId),
      datasetAccess,
      { type: 'RecordKeyfileFetch', datasetId, client, case: reference },
      { correlationId: requestId, causationId: requestId, actor: { kind: 'management', client } },
    )
    return { outcome: 'found', keyfile }
  }
