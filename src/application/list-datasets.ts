import { findUser, type UserLookup } from './find-user'
import type { DatasetStore } from './ports/dataset-store'
import type { DatasetRow } from './ports/read-model-rows'
import type { ReadModels } from './ports/read-models'
import type { UpToDate } from './projections/up-to-date'
import { streams } from './streams'

export interface ListedDataset extends DatasetRow {
  readonly title: string | null
  readonly tableName: string | null
}

export interface DatasetQuery {
  /** The reader, by provisioned name. */
  readonly userName: string
  readonly projectId?: number
  /** The id of the dataset that the list goes on behind; also of one that was withdrawn meanwhile. */
  readonly after?: string
  readonly limit: number
}

export type DatasetList =
  | {
      readonly outcome: 'listed'
      readonly datasets: readonly ListedDataset[]
      /** The id that the next page goes on behind; `null`: there is none. */
      readonly next: string | null
    }
  | { readonly outcome: 'refused'; readonly refusal: { readonly code: 'not-a-reader' } }

/** What a user may read, oldest first. Whoever may read nothing at all, since not known or not active, is refused. */
export type ListDatasets = (query: DatasetQuery) => Promise<DatasetList>

export const listDatasets =
  (
    deps: UserLookup & {
      readonly models: ReadModels
      readonly upToDate: UpToDate
      readonly datasets: DatasetStore
    },
  ): ListDatasets =>
  async ({ userName, projectId, after, limit }) => {
    const reader = await findUser(deps, userName)
    if (reader?.status !== 'active') return { outcome: 'refused', refusal: { code: 'not-a-reader' } }
    await deps.upToDate()
    const behind = after === undefined ? undefined : await placeOf(deps, after)
    if (behind === null) return { outcome: 'listed', datasets: [], next: null }
    const found = await deps.models.datasetsReadableBy(reader.userId, {
      // One more tells whether there is a next page.
      limit: limit + 1,
      ...(projectId === undefined ? {} : { projectId }),
      ...(behind === undefined ? {} : { after: behind }),
    })
    const page = found.slice(0, limit)
    const listed = await Promise.all(page.map((row) => withTitle(deps, row)))
    return {
      outcome: 'listed',
      datasets: listed.filter((dataset) => dataset !== null),
      next: found.length > limit ? (page.at(-1)?.datasetId ?? null) : null,
    }
  }

/** Where a dataset stands in the list, from its stream: a row may be gone. */
async function placeOf({ store }: UserLookup, datasetId: string) {
  const [first] = await store.readStream(streams.dataset(datasetId))
  return first === undefined ? null : { datasetId, importedAt: first.created }
}

/** `null`: its files have just been removed. */
async function withTitle(
  { datasets }: { readonly datasets: DatasetStore },
  row: DatasetRow,
): Promise<ListedDataset | null> {
  const record = await datasets.record('datasets', row.datasetId)
  return record?.kind === 'kept' ? { ...row, title: record.title, tableName: record.tableName } : null
}
