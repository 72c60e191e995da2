import fc from 'fast-check'
import type { EventStore } from '../../../src/application/ports/event-store'
import type { ReadModels } from '../../../src/application/ports/read-models'
import { memoryEventStore } from '../../../src/infrastructure/memory/event-store'
import { anyHistory, contentOf } from './any-history'
import {
  type Applied,
  awaited,
  bringUpToDate,
  expectEachOnce,
  type Following,
  follow,
  observed,
  patienceMs,
} from './catching-up'
import { issued, preparedModels, record, issuedTokens as tokens, uuid } from './history'

describe('catching up', () => {
  let store: EventStore
  let models: ReadModels
  let running: Following[]
  beforeEach(async () => {
    store = memoryEventStore({ clock: () => 0 })
    models = await preparedModels()
    running = []
  })
  afterEach(() => Promise.all(running.map((following) => following.stop())))

  const start = (from: EventStore, into: ReadModels): Following => {
    const following = follow(from, into)
    running.push(following)
    return following
  }
  const known = async () => (await models.tokens({ limit: 10_000 })).length

  test('applies the history in its order, then each new event', async () => {
    const head = await record(store, ...tokens(0, 3))
    const history = awaited(store)
    const following = start(history.store, models)
    expect(await following.reached(head, patienceMs)).toBe(true)
    expect(await known()).toBe(3)
    await history.followed
    const next = await record(store, ...tokens(3, 2))
    expect(await following.reached(next, patienceMs)).toBe(true)
    expect(following.state()).toBe('live')
    expect(await known()).toBe(5)
    expect(await models.position()).toBe(next)
  })

  test('is live with an empty history too', async () => {
    const history = awaited(store)
    const following = start(history.store, models)
    expect(following.state()).toBe('catching-up')
    await history.followed
    expect(following.state()).toBe('live')
  })

  test('applies many pages, each event once', async () => {
    const head = await record(store, ...tokens(0, 1_234))
    const applied: Applied[] = []
    await bringUpToDate(store, observed(models, applied))
    expectEachOnce(applied, head)
    expect(applied.length).toBeLessThan(10)
    expect(await known()).toBe(1_234)
  })

  test('resumes behind what was applied', async () => {
    const applied: Applied[] = []
    const first = await record(store, ...tokens(0, 3))
    await bringUpToDate(store, observed(models, applied))
    const second = await record(store, ...tokens(3, 2))
    await bringUpToDate(store, observed(models, applied))
    expect(applied).toStrictEqual([
      { from: null, to: first },
      { from: first, to: second },
    ])
  })

  test('shares the events with another that fills the same models', async () => {
    const applied: Applied[] = []
    await record(store, ...tokens(0, 1_200))
    const both = [start(store, observed(models, applied)), start(store, observed(models, applied))]
    const head = await record(store, ...tokens(1_200, 20))
    for (const following of both) {
      expect(await following.reached(head, patienceMs)).toBe(true)
      expect(following.errors).toStrictEqual([])
    }
    expectEachOnce(applied, head)
  })

  test('begins again when the models are made anew while it follows', async () => {
    const head = await record(store, ...tokens(0, 3))
    const history = awaited(store)
    const following = start(history.store, models)
    await history.followed
    expect(await models.position()).toBe(head)
    await models.prepare('another store')
    const next = await record(store, issued(uuid(3)))
    expect(await following.reached(next, patienceMs)).toBe(true)
    expect(await known()).toBe(4)
    expect(following.errors).toStrictEqual([])
  })

  test('makes the same of a history bit by bit as at once', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, anyHistory, async (earlier, later) => {
        const history = memoryEventStore({ clock: () => 0 })
        const incremental = await preparedModels()
        const following = follow(history, incremental)
        await record(history, ...earlier)
        await following.reached(await history.head(), patienceMs)
        await following.stop()
        await record(history, ...later)
        await bringUpToDate(history, incremental)
        const rebuilt = await preparedModels()
        await bringUpToDate(history, rebuilt)
        expect(await contentOf(incremental)).toStrictEqual(await contentOf(rebuilt))
      }),
    )
  })

  describe('what is reached', () => {
    test('is nothing, of an empty history, at once', async () => {
      const idle = follow({ ...store, readAll: () => new Promise(() => {}) }, models)
      expect(await idle.reached(null, 0)).toBe(true)
    })

    test('is not what was not applied in time', async () => {
      const head = await record(store, ...tokens(0, 2))
      const idle = follow({ ...store, readAll: () => new Promise(() => {}) }, models)
      expect(await idle.reached(head, 5)).toBe(false)
      expect(idle.state()).toBe('catching-up')
    })

    test('is also what another process has applied', async () => {
      const idle = follow({ ...store, readAll: () => new Promise(() => {}) }, models)
      const reached = idle.reached(7n, patienceMs)
      await models.apply(null, 3n, [])
      await models.apply(3n, 8n, [])
      expect(await reached).toBe(true)
    })
  })
})
