import {
  type EventStore,
  EventStoreUnavailable,
  UnknownStoredEvent,
} from '../../../src/application/ports/event-store'
import type { ReadModels } from '../../../src/application/ports/read-models'
import { memoryEventStore } from '../../../src/infrastructure/memory/event-store'
import {
  type Applied,
  awaited,
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
})
