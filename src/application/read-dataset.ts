import { dataset, type ImportedFacts } from '../domain/dataset'
import { datasetAccess } from '../domain/dataset-access'
import { canonicalUuid } from '../domain/external-identifier'
import { mayRead } from '../domain/import-rights'
import { project } from '../domain/project'
import { execute, load } from './execute'
import { findUser, type UserLookup } from './find-user'
import type { Clock } from './ports/clock'
import type { DatasetStore, StoredFile } from './ports/dataset-store'
import type { NewId } from './ports/ids'
import type { ReadModels } from './ports/read-models'
import type { UpToDate } from './projections/up-to-date'
import { streams } from './streams'

export type DatasetName = { readonly datasetId: string } | { readonly uuid: string }

export type DatasetReading =
  | { readonly outcome: 'found'; readonly facts: ImportedFacts; readonly table: StoredFile }
  | { readonly outcome: 'refused'; readonly refusal: { readonly code: 'unknown-dataset' | 'not-a-reader' } }

export type ReadDataset = (
  name: DatasetName,
  reader: { readonly userName: string },
  requestId: string,
) => Promise<DatasetReading>

const refused = (code: 'unknown-dataset' | 'not-a-reader'): DatasetReading => ({
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
    },
  ): ReadDataset =>
  async (name, { userName }, requestId) => {
    const datasetId = 'datasetId' in name ? name.datasetId : await bearerOf(deps, name.uuid)
    if (datasetId === null || !uuidForm.test(datasetId)) return refused('unknown-dataset')
    const { state } = await load(deps.store, streams.dataset(datasetId), dataset)
    if (state.status !== 'imported') return refused('unknown-dataset')

    const reader = await findUser(deps, userName)
    const { state: home } = await load(deps.store, streams.project(state.facts.projectId), project)
    if (reader === null || !mayRead(reader, home)) return refused('not-a-reader')

    const table = await deps.datasets.table(datasetId)
    if (table === null) throw new Error('an imported dataset has no bytes')
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
    return { outcome: 'found', facts: state.facts, table }
  }

async function bearerOf(
  { models, upToDate }: { readonly models: ReadModels; readonly upToDate: UpToDate },
  text: string,
): Promise<string | null> {
  const uuid = canonicalUuid(text)
  if (uuid === null) return null
  await upToDate()
  return (await models.externalIdentifier(uuid))?.datasetId ?? null
}
