import { dataset, type ImportedFacts } from '../domain/dataset'
import { datasetAccess } from '../domain/dataset-access'
import { canonicalUuid } from '../domain/external-identifier'
import { mayRead } from '../domain/import-rights'
import { project } from '../domain/project'
import { execute, fold, load } from './execute'
import { findUser, type UserLookup } from './find-user'
import { importOutcome } from './import-outcome'
import type { Clock } from './ports/clock'
import type { DatasetStore, PlacedRecord, StoredFile } from './ports/dataset-store'
import type { NewId } from './ports/ids'
import type { ReadModels } from './ports/read-models'
import type { ReadTableRows, TableRow } from './ports/table-rows'
import type { UpToDate } from './projections/up-to-date'
import { streams } from './streams'

export type DatasetName = { readonly datasetId: string } | { readonly uuid: string }

/** A dataset as its readers may see it. */
export interface ReadableDataset {
  readonly facts: ImportedFacts
  /** Milliseconds since 1970: when its import was recorded. */
  readonly created: number
  /** What is kept beside the bytes, in no event. */
  readonly beside: Pick<PlacedRecord & { readonly kind: 'kept' }, 'title' | 'tableName' | 'pseudonyms'>
  readonly table: StoredFile
  /** Opens the table when iterated: its rows without the header, in batches. */
  rows(): AsyncIterable<readonly TableRow[]>
}

export type DatasetReading =
  | ({ readonly outcome: 'found' } & ReadableDataset)
  | { readonly outcome: 'refused'; readonly refusal: { readonly code: ReadingRefusal } }

type ReadingRefusal = 'unknown-dataset' | 'dataset-withdrawn' | 'not-a-reader'

export type ReadDataset = (
  name: DatasetName,
  reader: { readonly userName: string },
  requestId: string,
) => Promise<DatasetReading>

const refused = (code: ReadingRefusal): DatasetReading => ({
  outcome: 'refused',
  refusal: { code },
})

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The de-identified table for an active user who owns its project or is in the project's authgroup. An
 * ephemeral dataset answers like one that never existed.
 */
export const readDataset =
  (
    deps: UserLookup & {
      readonly newId: NewId
      readonly clock: Clock
      readonly models: ReadModels
      readonly upToDate: UpToDate
      readonly datasets: DatasetStore
      readonly readTableRows: ReadTableRows
    },
  ): ReadDataset =>
  async (name, { userName }, requestId) => {
    const datasetId = 'datasetId' in name ? name.datasetId : await bearerOf(deps, name.uuid)
    if (datasetId === null || !uuidForm.test(datasetId)) return refused('unknown-dataset')
    const recorded = await deps.store.readStream(streams.dataset(datasetId))
    const state = fold(dataset, recorded)
    if (state.status === 'none' || state.status === 'failed') return refused('unknown-dataset')

    const reader = await findUser(deps, userName)
    const { state: home } = await load(deps.store, streams.project(state.facts.projectId), project)
    if (reader === null || !mayRead(reader, home)) return refused('not-a-reader')
    if (state.status === 'withdrawn') return refused('dataset-withdrawn')

    const record = await deps.datasets.record('datasets', datasetId)
    const table = await deps.datasets.table(datasetId)
    const created = recorded[0]?.created
    if (record?.kind !== 'kept' || table === null || created === undefined) {
      const { state: now } = await load(deps.store, streams.dataset(datasetId), dataset)
      if (now.status === 'withdrawn') return refused('dataset-withdrawn')
      throw new Error('an imported dataset has no bytes')
    }
    const day = new Date(deps.clock()).toISOString().slice(0, 'YYYY-MM-DD'.length)
    await execute(
      deps,
      streams.access(datasetId),
      datasetAccess,
      { type: 'RecordRead', datasetId, userId: reader.userId, day },
      {
        correlationId: requestId,
        causationId: requestId,
        actor: { kind: 'user', subject: reader.userId },
      },
    )
    const { title, tableName, pseudonyms } = record
    return {
      outcome: 'found',
      facts: state.facts,
      created,
      beside: { title, tableName, pseudonyms },
      table,
      rows: () => withoutHeader(deps.readTableRows(table.read())),
    }
  }

async function* withoutHeader(batches: AsyncIterable<readonly TableRow[]>) {
  let header = 1
  for await (const rows of batches) {
    yield rows.slice(header)
    header = 0
  }
}

/** The dataset that bears the uuid, or the last one that did: its readers are told that it was withdrawn. */
async function bearerOf(
  { store, models, upToDate }: UserLookup & { readonly models: ReadModels; readonly upToDate: UpToDate },
  text: string,
): Promise<string | null> {
  const uuid = canonicalUuid(text)
  if (uuid === null) return null
  await upToDate()
  const bearer = await models.externalIdentifier(uuid)
  if (bearer !== null) return bearer.datasetId
  const claims = await store.readStream(streams.catalogue(uuid))
  for (const { event } of [...claims].reverse()) {
    if (event.type !== 'ExternalIdentifierClaimed') continue
    const outcome = await importOutcome(store, 'external', event.importId)
    if (outcome?.status === 'imported') return event.importId
  }
  return null
}
