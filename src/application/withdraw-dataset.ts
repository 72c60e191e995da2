import { dataset } from '../domain/dataset'
import { type Execution, execute, load } from './execute'
import type { DatasetStore } from './ports/dataset-store'
import type { EventMetadata } from './ports/event-store'
import { streams } from './streams'

export type WithdrawDataset = (
  datasetId: string,
  metadata: EventMetadata,
) => Promise<
  | { readonly outcome: 'withdrawn' }
  | { readonly outcome: 'refused'; readonly refusal: { readonly code: 'unknown-dataset' } }
>

/** Takes a dataset back: the event first, which frees its uuid and ends its reading, then its files. */
export const withdrawDataset =
  (deps: Execution & { readonly datasets: DatasetStore }): WithdrawDataset =>
  async (datasetId, metadata) => {
    const stream = streams.dataset(datasetId)
    const command = { type: 'WithdrawDataset', reasonClass: 'management' } as const
    const executed = await execute(deps, stream, dataset, command, metadata)
    if (executed.outcome === 'refused') return { outcome: 'refused', refusal: { code: 'unknown-dataset' } }
    // Files go only after reading that they may. What a crash leaves of them, the cleaner removes.
    const { state } = await load(deps.store, stream, dataset)
    if (state.status === 'withdrawn') await deps.datasets.remove('datasets', datasetId)
    return { outcome: 'withdrawn' }
  }
