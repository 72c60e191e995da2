import type { DatasetQuery } from '../../src/application/list-datasets'
import { byManagement } from '../support/deployment'
import { importBy, newestImport, type Scene, scene, table } from './importing'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const list = (query: Partial<DatasetQuery> = {}) =>
  at.node.useCases.listDatasets({ userName: 'jdoe', limit: 2, ...query })
const idsOf = async (query?: Partial<DatasetQuery>) => {
  const answer = await list(query)
  if (answer.outcome === 'refused') throw new Error(answer.refusal.code)
  return { ids: answer.datasets.map(({ datasetId }) => datasetId), next: answer.next }
}

async function imported(): Promise<string> {
  at.deployed.clock.now += 1_000
  expect(await importBy(at.node, await at.issue(), 'dataset')).toBe('imported')
  return newestImport(at)
}

test('the datasets come oldest first, a page at a time, each once', async () => {
  const ids = [await imported(), await imported(), await imported()]
  const first = await idsOf()
  expect(first).toEqual({ ids: ids.slice(0, 2), next: ids[1] })
  expect(await idsOf({ after: ids[1] ?? '' })).toEqual({ ids: ids.slice(2), next: null })
  expect(await idsOf({ limit: 3 })).toEqual({ ids, next: null })
})

test('a dataset is listed with what is kept beside it', async () => {
  const datasetId = await imported()
  const { now } = at.deployed.clock
  expect(await list()).toEqual({
    outcome: 'listed',
    next: null,
    datasets: [
      {
        datasetId,
        projectId: at.projectId,
        userId: at.userId,
        uuid: null,
        rows: 1,
        bytes: table.length,
        importedAt: now,
        title: null,
        tableName: null,
      },
    ],
  })
})

test('the list goes on behind a dataset of another, and ends behind one that never was', async () => {
  const [first = '', second = ''] = [await imported(), await imported()]
  expect(await idsOf({ after: first, projectId: at.projectId })).toEqual({ ids: [second], next: null })
  expect(await idsOf({ after: first, projectId: at.projectId + 1 })).toEqual({ ids: [], next: null })
  expect(await idsOf({ after: '00000000-0000-4000-8000-000000000000' })).toEqual({ ids: [], next: null })
})

test('a dataset whose files have just gone is left out, and does not end the list', async () => {
  const [first = '', second = '', third = ''] = [await imported(), await imported(), await imported()]
  await at.deployed.datasets.remove('datasets', first)
  expect(await idsOf({ limit: 1 })).toEqual({ ids: [], next: first })
  expect(await idsOf({ limit: 2, after: first })).toEqual({ ids: [second, third], next: null })
})

test('who is not known or not active is refused, who may read nothing finds nothing', async () => {
  await imported()
  const refused = { outcome: 'refused', refusal: { code: 'not-a-reader' } }
  expect(await list({ userName: 'nobody' })).toEqual(refused)
  expect(await idsOf({ userName: 'asmith' })).toEqual({ ids: [], next: null })
  await at.node.useCases.deactivateUser('jdoe', byManagement)
  expect(await list()).toEqual(refused)
})
