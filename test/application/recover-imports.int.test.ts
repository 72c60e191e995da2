import { discardExpiredResults } from '../../src/application/discard-expired-results'
import type { DatasetStore } from '../../src/application/ports/dataset-store'
import { byManagement } from '../support/deployment'
import { rightBefore } from '../support/store-calls'
import { breaches } from './import-invariants'
import { idOf, importBy, newestImport, type Scene, scene, settleElsewhere, typesIn } from './importing'
import { killedAt, killedProcess, outcomesIn, recoverer } from './recovering'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const kinds = ['dataset', 'ephemeral', 'external'] as const
const later = (ms: number) => {
  at.deployed.clock.now += ms
}

describe.each(kinds)('an import of kind %s whose process was killed behind the consumption', (kind) => {
  const kill = async () => {
    const token = await at.issue()
    await killedAt(at, token, kind, 'append TokenConsumed', 'after')
    return token
  }

  test('is rolled forward once its consumption is over 30 seconds old, and not before', async () => {
    const token = await kill()
    const { look } = recoverer(at)
    later(30_000)
    await look()
    expect(await outcomesIn(at)).toEqual([])
    expect((await at.node.useCases.showTokenStatus(token))?.word).toBe('committing')
    later(1)
    await look()
    expect(await outcomesIn(at)).toEqual(['imported'])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('tells the client what the 200 would have told', async () => {
    const token = await kill()
    later(30_001)
    await recoverer(at).look()
    const status = await at.node.useCases.showTokenStatus(token)
    expect(status).toMatchObject({
      word: 'imported',
      import: { detail: 'whole', receipt: { kind, rows: 1 } },
    })
  })

  test('is rolled forward at once when its process is known to be dead', async () => {
    await kill()
    await recoverer(at, { isDead: (process) => process === killedProcess }).look()
    expect(await outcomesIn(at)).toEqual(['imported'])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('is rolled forward though its rights were withdrawn behind the consumption', async () => {
    await kill()
    await at.node.useCases.deactivateUser('jdoe', byManagement)
    later(30_001)
    await recoverer(at).look()
    expect(await outcomesIn(at)).toEqual(['imported'])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('fails as interrupted when its bytes are gone', async () => {
    const token = await kill()
    await at.deployed.datasets.remove(kind === 'ephemeral' ? 'results' : 'datasets', newestImport(at))
    later(30_001)
    await recoverer(at).look()
    expect(await outcomesIn(at)).toEqual(['interrupted'])
    expect((await at.node.useCases.showTokenStatus(token))?.word).toBe('failed')
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('says which request it belongs to, and that the system recorded it because of the consumption', async () => {
    await kill()
    later(30_001)
    await recoverer(at).look()
    const events = await at.deployed.history.readAll(null, 1_000)
    const consumed = events.find(({ event }) => event.type === 'TokenConsumed')
    expect(events.at(-1)?.metadata).toEqual({
      correlationId: consumed?.metadata.correlationId,
      causationId: consumed?.id,
      actor: { kind: 'system' },
    })
  })

  test('has one outcome when several processes look at once', async () => {
    await kill()
    later(30_001)
    await Promise.all(Array.from({ length: 5 }, () => recoverer(at).look()))
    expect(await outcomesIn(at)).toEqual(['imported'])
  })
})

test.each(kinds)('an import of kind %s that is killed before the consumption is left alone', async (kind) => {
  const token = await at.issue()
  await killedAt(at, token, kind, 'append TokenConsumed', 'before')
  later(60 * 60_000)
  await recoverer(at, { isDead: () => true }).look()
  expect(await outcomesIn(at)).toEqual([])
  expect((await at.node.useCases.showTokenStatus(token))?.word).toBe('expired')
})

test.each(kinds)(
  'rights that were gone before the consumption of an import of kind %s fail it as rights-withdrawn',
  async (kind) => {
    const token = await at.issue()
    const withdraw = () => at.node.useCases.deactivateUser('jdoe', byManagement)
    const store = rightBefore('append TokenConsumed', withdraw)(at.deployed.history)
    const deployed = { ...at.deployed, history: store }
    await killedAt({ ...at, deployed }, token, kind, 'append TokenConsumed', 'after')
    later(30_001)
    await recoverer(at).look()
    expect(await outcomesIn(at)).toEqual(['rights-withdrawn'])
  },
)

test.each([
  ['are others', async () => 'ab'.repeat(32)],
  ['are gone while its record is there', async () => null],
])('a dataset whose bytes %s is interrupted', async (_what, digest) => {
  await killedAt(at, await at.issue(), 'dataset', 'append TokenConsumed', 'after')
  later(30_001)
  const datasets: DatasetStore = { ...at.deployed.datasets, digest }
  await recoverer(at, {}, at.deployed.node({ datasets })).look()
  expect(await outcomesIn(at)).toEqual(['interrupted'])
})

test('an importer that comes late after all answers with the outcome that recovery recorded', async () => {
  const token = await at.issue()
  const recover = async () => {
    later(30_001)
    await recoverer(at).look()
  }
  const store = rightBefore('append DatasetImported', recover)(at.deployed.history)
  expect(await importBy(at.deployed.node({ store }), token, 'external')).toBe('imported')
  expect(await outcomesIn(at)).toEqual(['imported'])
  expect(await breaches(at.deployed)).toEqual([])
})

test('an outcome that stood before its consumption, as a fence, is found and no second one written', async () => {
  const token = await at.issue()
  const fence = () => settleElsewhere(at, newestImport(at), token)
  const store = rightBefore('append TokenConsumed', fence)(at.deployed.history)
  const deployed = { ...at.deployed, history: store }
  await killedAt({ ...at, deployed }, token, 'external', 'append TokenConsumed', 'after')
  later(30_001)
  const { look, open } = recoverer(at)
  expect(await open.read()).toHaveLength(1)
  await look()
  expect(await open.read()).toEqual([])
  expect(await outcomesIn(at)).toEqual(['abandoned'])
})

test('one import that can not be recovered keeps no other from it, and is tried again', async () => {
  const tokens = [await at.issue(), await at.issue()]
  for (const token of tokens) await killedAt(at, token, 'dataset', 'append TokenConsumed', 'after')
  later(30_001)
  let faults = 1
  const datasets: DatasetStore = {
    ...at.deployed.datasets,
    async digest(importId) {
      if (faults-- > 0) throw new Error('the disk does not answer')
      return at.deployed.datasets.digest(importId)
    },
  }
  const { look } = recoverer(at, {}, at.deployed.node({ datasets }))
  await look()
  expect(await outcomesIn(at)).toEqual(['imported'])
  expect(at.deployed.errors).toHaveLength(1)
  await look()
  expect(await outcomesIn(at)).toEqual(['imported', 'imported'])
})

test('a result is not handed out before its import has its outcome', async () => {
  const token = await at.issue()
  await killedAt(at, token, 'ephemeral', 'append TokenConsumed', 'after')
  expect(await at.node.useCases.fetchResult(token, 'table')).toBeNull()
  later(30_001)
  await recoverer(at).look()
  expect(await at.node.useCases.fetchResult(token, 'table')).not.toBeNull()
})

test('a result that expired before its import had its outcome is there for recovery, and goes behind it', async () => {
  const token = await at.issue()
  await killedAt(at, token, 'ephemeral', 'append TokenConsumed', 'after')
  const { ports } = at.node
  const discard = discardExpiredResults(ports)
  later(ports.resultSeconds * 1_000)
  await discard()
  await recoverer(at).look()
  expect(await outcomesIn(at)).toEqual(['imported'])
  await discard()
  expect(await at.deployed.datasets.placed('results')).toEqual([])
})

test('a token that was only issued, and one that was imported, are no work', async () => {
  await at.issue()
  const token = await at.issue()
  await importBy(at.node, token, 'dataset')
  expect(await recoverer(at).open.read()).toEqual([])
  expect(await typesIn(at.deployed.history)).toContain('TokenConsumed')
  expect(idOf(token)).not.toBe('')
})
