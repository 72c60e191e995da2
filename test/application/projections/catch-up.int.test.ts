import fc from 'fast-check'
import type { EventStore } from '../../../src/application/ports/event-store'
import { memoryEventStore } from '../../../src/infrastructure/memory/event-store'
import { type ReadModelsFile, readModelsFile } from '../../infrastructure/sqlite/read-models-file'
import { anyHistory, contentOf } from './any-history'
import { type Applied, bringUpToDate, expectEachOnce, follow, observed, patienceMs } from './catching-up'
import { consumed, issued, preparedModels, record, uuid } from './history'

describe('read models in a file', () => {
  let store: EventStore
  let file: ReadModelsFile
  beforeEach(async () => {
    store = memoryEventStore({ clock: () => 0 })
    file = await readModelsFile()
  })
  afterEach(() => file.remove())

  const opened = async () => {
    const models = await file.open()
    await models.prepare('store')
    return models
  }
  const inMemory = async () => {
    const models = await preparedModels()
    await bringUpToDate(store, models)
    return models
  }

  test('get each event once from two that follow the history', async () => {
    const numbers = Array.from({ length: 1_000 }, (_, n) => n)
    await record(store, ...numbers.flatMap((n) => [issued(uuid(n)), consumed(uuid(n), uuid(5_000 + n))]))
    const applied: Applied[] = []
    const [left, right] = [await opened(), await opened()]
    const both = [follow(store, observed(left, applied)), follow(store, observed(right, applied))]
    const head = await record(store, ...numbers.slice(0, 30).map((n) => issued(uuid(8_000 + n))))
    for (const following of both) expect(await following.reached(head, patienceMs)).toBe(true)
    for (const following of both) {
      await following.stop()
      expect(following.errors).toStrictEqual([])
    }
    expectEachOnce(applied, head)
    const whole = { limit: 5_000 }
    expect(await left.tokens(whole)).toStrictEqual(await (await inMemory()).tokens(whole))
    expect(await right.tokens(whole)).toHaveLength(1_030)
  })

  test('go on after a restart where they stood', async () => {
    const applied: Applied[] = []
    const first = await record(store, issued(uuid(1)))
    const before = await opened()
    await bringUpToDate(store, observed(before, applied))
    await before.close()
    const second = await record(store, consumed(uuid(1), uuid(2)))
    await bringUpToDate(store, observed(await opened(), applied))
    expect(applied).toStrictEqual([
      { from: null, to: first },
      { from: first, to: second },
    ])
  })

  test('come to the same as those in memory, whatever happens', async () => {
    const models = await file.open()
    let run = 0
    await fc.assert(
      fc.asyncProperty(anyHistory, async (events) => {
        store = memoryEventStore({ clock: () => 0 })
        await models.prepare(`store-${++run}`)
        const following = follow(store, models)
        await record(store, ...events)
        await following.reached(await store.head(), patienceMs)
        await following.stop()
        expect(await contentOf(models)).toStrictEqual(await contentOf(await inMemory()))
      }),
      { numRuns: 40 },
    )
  })
})
