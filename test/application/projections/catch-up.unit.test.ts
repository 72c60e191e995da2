import fc from 'fast-check'
import {
  type EventStore,
  EventStoreUnavailable,
  UnknownStoredEvent,
} from '../../../src/application/ports/event-store'
import type { ReadModels } from '../../../src/application/ports/read-models'
import { memoryEventStore } from '../../../src/infrastructure/memory/event-store'
import { memoryReadModels } from '../../../src/infrastructure/memory/read-models'
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
import { issued, record, uuid } from './history'

const tokens = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => issued(uuid(from + n)))

async function preparedModels(): Promise<ReadModels> {
  const models = memoryReadModels()
  await models.prepare('store')
  return models
}

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

  describe('at an event that is not known', () => {
    const unknown = new UnknownStoredEvent('TokenGilded.v1')

    test.each<[string, (known: EventStore) => EventStore]>([
      ['in the history', (known) => ({ ...known, readAll: () => Promise.reject(unknown) })],
      ['among the new ones', (known) => ({ ...known, subscribe: () => Promise.reject(unknown) })],
    ])('stops, %s', async (_where, with_) => {
      const following = start(with_(store), models)
      await following.ended
      expect(following.state()).toBe('stopped-by-unknown-event')
      expect(following.errors).toStrictEqual([
        expect.objectContaining({ fault: unknown, fields: { type: 'TokenGilded.v1' } }),
      ])
    })
  })

  describe('after a fault', () => {
    const fault = new EventStoreUnavailable('silent')

    test('of the history, tries again', async () => {
      let faults = 2
      const head = await record(store, ...tokens(0, 3))
      const failing: EventStore = {
        ...store,
        readAll: (after, limit) => (faults-- > 0 ? Promise.reject(fault) : store.readAll(after, limit)),
      }
      const following = start(failing, models)
      expect(await following.reached(head, patienceMs)).toBe(true)
      expect(following.errors.map((error) => error.fault)).toStrictEqual([fault, fault])
      expect(await known()).toBe(3)
    })

    test('of the models, applies what it could not, once', async () => {
      const applied: Applied[] = []
      const broken = new Error('the disk is full')
      let whole = true
      const failing: ReadModels = {
        ...models,
        apply: (...call) => (whole ? models.apply(...call) : Promise.reject(broken)),
      }
      await record(store, ...tokens(0, 2))
      const history = awaited(store)
      const following = start(history.store, observed(failing, applied))
      await history.followed
      whole = false
      const head = await record(store, ...tokens(2, 2))
      expect(await following.reached(head, 1)).toBe(false)
      expect(following.errors.map((error) => error.fault)).toContain(broken)
      whole = true
      expect(await following.reached(head, patienceMs)).toBe(true)
      expectEachOnce(applied, head)
      expect(await known()).toBe(4)
    })

    test('waits longer each time until something is applied, and ends while it waits', async () => {
      jest.useFakeTimers()
      try {
        await record(store, issued(uuid(0)))
        let faults = 3
        const following = follow(
          {
            ...store,
            readAll: (after, limit) => (faults-- > 0 ? Promise.reject(fault) : store.readAll(after, limit)),
            subscribe: () => Promise.reject(fault),
          },
          models,
        )
        const pauses = () => following.errors.map(({ fields }) => fields?.pause_ms)
        await jest.advanceTimersByTimeAsync(49)
        expect(pauses()).toStrictEqual([50])
        await jest.advanceTimersByTimeAsync(1)
        expect(pauses()).toStrictEqual([50, 100])
        await jest.advanceTimersByTimeAsync(100 + 200)
        expect(pauses()).toStrictEqual([50, 100, 200, 50])
        await jest.advanceTimersByTimeAsync(50)
        expect(pauses()).toStrictEqual([50, 100, 200, 50, 100])
        await following.stop()
      } finally {
        jest.useRealTimers()
      }
    })
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
