import { gathered } from '../contract/spool'
import { byManagement } from '../support/deployment'
import { catalogueUuid, historyOf, importBy, newestImport, type Scene, scene, table } from './importing'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const read = (name: Parameters<Scene['node']['useCases']['readDataset']>[0], userName = 'jdoe') =>
  at.node.useCases.readDataset(name, { userName }, 'request')
const refusedAs = (code: string) => ({ outcome: 'refused', refusal: { code } })

async function imported(kind: 'dataset' | 'ephemeral' | 'external'): Promise<string> {
  expect(await importBy(at.node, await at.issue(), kind)).toBe('imported')
  return newestImport(at)
}

test('an owner reads the whole table, by its id or by its uuid however that is written', async () => {
  const datasetId = await imported('external')
  for (const name of [
    { datasetId },
    { uuid: catalogueUuid },
    { uuid: `urn:uuid:${catalogueUuid.toUpperCase()}` },
  ]) {
    const reading = await read(name)
    if (reading.outcome === 'refused') throw new Error(reading.refusal.code)
    expect((await gathered(reading.table.read())).toString()).toBe(table)
    expect(reading.facts).toMatchObject({ datasetId, uuid: catalogueUuid })
  }
})

test('a member of the authgroup reads, while active', async () => {
  const { useCases } = at.node
  await useCases.provisionUser({ name: 'member', groups: ['readers'] }, byManagement)
  await useCases.provisionUser({ name: 'other', groups: ['writers'] }, byManagement)
  const made = await useCases.provisionProject(
    { name: 'Shared', description: '', owner: 'jdoe', authgroup: 'readers' },
    byManagement,
  )
  if (made.outcome === 'refused') throw new Error(made.refusal.code)
  const issued = await useCases.issueToken({ projectId: made.projectId, user: 'jdoe' }, byManagement)
  await importBy(at.node, issued.outcome === 'issued' ? issued.issued.token : '', 'dataset')
  const datasetId = newestImport(at)

  expect(await read({ datasetId }, 'member')).toMatchObject({ outcome: 'found' })
  expect(await read({ datasetId }, 'other')).toEqual(refusedAs('not-a-reader'))
  await useCases.deactivateUser('member', byManagement)
  expect(await read({ datasetId }, 'member')).toEqual(refusedAs('not-a-reader'))
})

test('who is no owner any more reads no more, and who is unknown never did', async () => {
  const datasetId = await imported('dataset')
  expect(await read({ datasetId }, 'asmith')).toEqual(refusedAs('not-a-reader'))
  expect(await read({ datasetId }, 'nobody')).toEqual(refusedAs('not-a-reader'))
  await at.node.useCases.changeProject(at.projectId, { owners: ['asmith'] }, byManagement)
  expect(await read({ datasetId })).toEqual(refusedAs('not-a-reader'))
  expect(await read({ datasetId }, 'asmith')).toMatchObject({ outcome: 'found' })
})

test('the datasets of a retired project stay readable', async () => {
  const datasetId = await imported('dataset')
  await at.node.useCases.retireProject(at.projectId, byManagement)
  expect(await read({ datasetId })).toMatchObject({ outcome: 'found' })
})

test('an ephemeral dataset is like one that never existed', async () => {
  const unknown = refusedAs('unknown-dataset')
  expect(await read({ datasetId: await imported('ephemeral') })).toEqual(unknown)
  expect(await read({ datasetId: '00000000-0000-4000-8000-000000000000' })).toEqual(unknown)
  expect(await read({ datasetId: '../secrets' })).toEqual(unknown)
  expect(await read({ uuid: catalogueUuid })).toEqual(unknown)
  expect(await read({ uuid: 'no uuid' })).toEqual(unknown)
})

test("each user's first reading of a day is recorded, in UTC", async () => {
  const datasetId = await imported('dataset')
  await read({ datasetId })
  await read({ datasetId })
  at.deployed.clock.now = Date.parse('2031-05-17T23:59:59.999Z')
  await read({ datasetId })
  at.deployed.clock.now += 1
  await read({ datasetId })
  const days = (await historyOf(at.deployed.history)).flatMap((event) =>
    event.type === 'DatasetRead' ? [[event.userId, event.day]] : [],
  )
  expect(days).toEqual([
    [at.userId, '2031-05-17'],
    [at.userId, '2031-05-18'],
  ])
})
