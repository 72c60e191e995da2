import { cleanImports } from '../../src/application/clean-imports'
import type { DatasetStore } from '../../src/application/ports/dataset-store'
import { byManagement } from '../support/deployment'
import { rightAfter } from '../support/store-calls'
import { breaches } from './import-invariants'
import { importBy, newestImport, type Scene, scene, settleElsewhere, stillGood, typesIn } from './importing'
import { killedAt, outcomesIn, recoverer, stoppedAt } from './recovering'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const hour = 60 * 60_000
const later = (ms: number) => {
  at.deployed.clock.now += ms
}
const areaOf = (kind: string) => (kind === 'ephemeral' ? 'results' : 'datasets')
const placed = async () => [
  ...(await at.deployed.datasets.placed('datasets')),
  ...(await at.deployed.datasets.placed('results')),
]
const cleaner = (datasets: DatasetStore = at.deployed.datasets) =>
  cleanImports(at.deployed.node({ datasets }).ports)

describe.each(['dataset', 'ephemeral', 'external'] as const)('the files of an import of kind %s', (kind) => {
  test('that came about stay', async () => {
    await importBy(at.node, await at.issue(), kind)
    const clean = cleaner()
    await clean()
    later(2 * hour)
    await clean()
    expect(await placed()).toEqual([newestImport(at)])
  })

  test('that was consumed and has no outcome stay, however old: they are recovered', async () => {
    await killedAt(at, await at.issue(), kind, 'append TokenConsumed', 'after')
    later(2 * hour)
    await cleaner()()
    expect(await placed()).toEqual([newestImport(at)])
    expect(await outcomesIn(at)).toEqual([])
    await recoverer(at).look()
    await cleaner()()
    expect(await outcomesIn(at)).toEqual(['imported'])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('without a stream stay for an hour, are fenced then, and removed', async () => {
    const token = await at.issue()
    await killedAt(at, token, kind, 'append TokenConsumed', 'before')
    const clean = cleaner()
    later(hour)
    await clean()
    expect(await placed()).toEqual([newestImport(at)])
    expect(await outcomesIn(at)).toEqual([])
    later(1)
    await clean()
    expect(await outcomesIn(at)).toEqual(['abandoned'])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('without a stream and a record are left alone', async () => {
    await killedAt(at, await at.issue(), kind, 'append TokenConsumed', 'before')
    later(2 * hour)
    await cleaner({ ...at.deployed.datasets, record: async () => null })()
    expect(await placed()).toEqual([newestImport(at)])
    expect(await outcomesIn(at)).toEqual([])
  })

  test('that failed are removed, again after a removal that was cut short', async () => {
    await killedAt(at, await at.issue(), kind, 'append TokenConsumed', 'after')
    later(30_001)
    const datasets = { ...at.deployed.datasets, digest: async () => null, resultWaits: async () => false }
    await recoverer(at, {}, at.deployed.node({ datasets })).look()
    expect(await placed()).toHaveLength(1)
    await expect(
      cleaner({ ...at.deployed.datasets, remove: () => Promise.reject(new Error('cut short')) })(),
    ).resolves.toBeUndefined()
    expect(at.deployed.errors).toHaveLength(1)
    await cleaner()()
    expect(await placed()).toEqual([])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('of an importer that slept for over an hour before its last look are gone when it wakes', async () => {
    const token = await at.issue()
    const datasets = { ...at.deployed.datasets }
    const node = at.deployed.node({
      datasets: {
        ...datasets,
        async stage(importId) {
          const staging = await datasets.stage(importId)
          return {
            ...staging,
            async place(...placing) {
              await staging.place(...placing)
              later(hour + 1)
              await cleaner()()
            },
          }
        },
      },
    })
    const word = await importBy(node, token, kind).catch((fault: Error) => fault.name)
    expect(word).toBe(kind === 'external' ? 'external-uuid-taken' : 'StagingLost')
    expect(await typesIn(at.deployed.history)).not.toContain('TokenConsumed')
    expect(await outcomesIn(at)).toEqual(['abandoned'])
    expect(await placed()).toEqual([])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('of an importer that slept for over an hour before its consumption leave it without a dataset', async () => {
    const token = await at.issue()
    const slept = await stoppedAt(at, token, kind, 'append TokenConsumed', 'before')
    later(hour + 1)
    await cleaner()()
    expect(await slept.goOn()).toBe('token-already-used')
    expect(await outcomesIn(at)).toEqual(['abandoned'])
    expect(await breaches(at.deployed)).toEqual([])
  })
})

test('an import that is consumed while it is fenced keeps the outcome that was first', async () => {
  const token = await at.issue()
  const slept = await stoppedAt(at, token, 'dataset', 'append TokenConsumed', 'before')
  later(hour + 1)
  const goOn = rightAfter('read uploadToken', () => slept.goOn())
  const { ports } = at.deployed.node({ store: goOn(at.deployed.history) })
  await cleanImports(ports)()
  expect(await outcomesIn(at)).toEqual(['imported'])
  expect(await placed()).toEqual([newestImport(at)])
  expect(await breaches(at.deployed)).toEqual([])
})

test('files of a withdrawn dataset that a crash has left are removed at a start, else within an hour', async () => {
  const datasets = { ...at.deployed.datasets, remove: () => Promise.reject(new Error('killed')) }
  const { useCases } = at.deployed.node({ datasets })
  await importBy(at.node, await at.issue(), 'dataset')
  const running = cleaner()
  await running()
  await expect(useCases.withdrawDataset(newestImport(at), byManagement)).rejects.toThrow('killed')
  expect(await placed()).toHaveLength(1)
  later(hour + 1)
  await running()
  expect(await placed()).toEqual([])

  await importBy(at.node, await at.issue(), 'external')
  await expect(useCases.withdrawDataset(newestImport(at), byManagement)).rejects.toThrow('killed')
  await cleaner()()
  expect(await placed()).toEqual([])
})

test('an import that is known to stay is not read again, until an hour has gone', async () => {
  await importBy(at.node, await at.issue(), 'dataset')
  let reads = 0
  const store = { ...at.deployed.history }
  const { ports } = at.deployed.node({
    store: {
      ...store,
      readStream(stream) {
        reads += 1
        return store.readStream(stream)
      },
    },
  })
  const clean = cleanImports(ports)
  for (let look = 0; look < 5; look++) await clean()
  expect(reads).toBe(1)
  later(hour + 1)
  await clean()
  expect(reads).toBe(2)
})

test('files without a stream of an abandoned claim are removed as soon as it is fenced', async () => {
  const token = await at.issue()
  await killedAt(at, token, 'external', 'append TokenConsumed', 'before')
  await settleElsewhere(at, newestImport(at), token)
  await cleaner()()
  expect(await at.deployed.datasets.placed(areaOf('external'))).toEqual([])
  expect(await stillGood(at, token)).toBe(true)
})
