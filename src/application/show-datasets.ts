import { dataset, type ImportedFacts } from '../domain/dataset'
import { fold } from './execute'
import { findUser, nameOf, type UserLookup } from './find-user'
import type { DatasetStore } from './ports/dataset-store'
import type { EventStore } from './ports/event-store'
import type { PersonNames } from './ports/person-names'
import type { DatasetRow } from './ports/read-model-rows'
import type { DatasetFilter, ReadModels } from './ports/read-models'
import type { UpToDate } from './projections/up-to-date'
import { streams } from './streams'

interface Importer {
  /** A provisioned name; `null`: it has been erased. */
  readonly user: string | null
}

export interface ManagedDataset extends DatasetRow, Importer {}

export interface ManagedDatasetQuery extends Pick<DatasetFilter, 'projectId' | 'limit'> {
  /** A provisioned name. */
  readonly user?: string
  /** The id of the dataset that the list goes on behind; also of one that was withdrawn meanwhile. */
  readonly before?: string
}

/** Of all projects, newest first. */
export type ListAllDatasets = (query: ManagedDatasetQuery) => Promise<readonly ManagedDataset[]>

export const listAllDatasets =
  (
    deps: UserLookup & {
      readonly models: ReadModels
      readonly upToDate: UpToDate
      readonly names: PersonNames
    },
  ): ListAllDatasets =>
  async ({ user: name, before, ...filter }) => {
    const user = name === undefined ? undefined : await findUser(deps, name)
    const behind = before === undefined ? undefined : await placeOf(deps.store, before)
    if (user === null || behind === null) return []
    await deps.upToDate()
    const rows = await deps.models.datasets({
      ...filter,
      ...(user === undefined ? {} : { userId: user.userId }),
      ...(behind === undefined ? {} : { before: behind }),
    })
    return Promise.all(rows.map(async (row) => ({ ...row, user: await nameOf(deps, row.userId) })))
  }

/** Where a dataset stands in the list, from its stream: its row may be gone. */
async function placeOf(store: EventStore, datasetId: string) {
  const [first] = await store.readStream(streams.dataset(datasetId))
  return first === undefined ? null : { datasetId, importedAt: first.created }
}

export interface ShownDataset extends Importer {
  readonly facts: ImportedFacts
  /** Milliseconds since 1970: when its import was recorded. */
  readonly created: number
  /** Kept beside the bytes, in no event. */
  readonly title: string | null
  readonly tableName: string | null
}

export type ShowDataset = (datasetId: string) => Promise<
  | { readonly outcome: 'shown'; readonly dataset: ShownDataset }
  | {
      readonly outcome: 'refused'
      readonly refusal: { readonly code: 'unknown-dataset' | 'dataset-withdrawn' }
    }
>

export const showDataset =
  (deps: {
    readonly store: EventStore
    readonly names: PersonNames
    readonly datasets: DatasetStore
  }): ShowDataset =>
  async (datasetId) => {
    const recorded = await deps.store.readStream(streams.dataset(datasetId))
    const state = fold(dataset, recorded)
    const [first] = recorded
    if (state.status === 'withdrawn') return { outcome: 'refused', refusal: { code: 'dataset-withdrawn' } }
    if (state.status !== 'imported' || first === undefined) {
      return { outcome: 'refused', refusal: { code: 'unknown-dataset' } }
    }
    const { facts } = state
    const record = await deps.datasets.record('datasets', datasetId)
    const { title, tableName } = record?.kind === 'kept' ? record : { title: null, tableName: null }
    const user = await nameOf(deps, facts.userId)
    return { outcome: 'shown', dataset: { facts, created: first.created, user, title, tableName } }
  }
