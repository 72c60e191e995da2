import { EventStoreUnavailable, UnknownStoredEvent } from '../../../src/application/ports/event-store'
import { appended, idsOf, newEvents, newStream } from '../../contract/event-store/samples'
import type { ReadFault, SubscriptionFault } from '../../support/eventstoredb/faults'
import { seed, seedForeign } from '../../support/eventstoredb/seeding'
import { startEventStoreServer } from '../../support/eventstoredb/server'
import { newHistory, servedHistory } from './histories'
import { silentProxy } from './silent-proxy'

const quick = { silenceMs: 60, readPatienceMs: 10_000 }
const hasty = { silenceMs: 60, readPatienceMs: 100 }

const served = servedHistory()

async function storeWithEvents(options: Parameters<typeof served.history.open>[0] = {}) {
  const store = await served.history.open(options)
  const stream = newStream()
  const events = newEvents(3)
  const { position } = appended(await store.append(stream, 'no-stream', events))
  return { store, stream, events, position }
}

describe('a read', () => {
  it.each<ReadFault>(['silence', 'not-ready', 'too-busy', 'not-leader', 'cut'])(
    'that meets %s once is repeated',
    async (kind) => {
      const { store, stream, events } = await storeWithEvents(quick)
      const fault = served.server.faults.onRead({ times: 1 }, kind)
      expect(idsOf(await store.readStream(stream))).toStrictEqual(idsOf(events))
      expect(fault.hits).toBe(1)
    },
  )

  it.each<SubscriptionFault>(['silence', 'too-slow', 'not-ready', 'not-leader', 'ended', 'cut'])(
    'of all streams that meets %s in its midst once is repeated',
    async (kind) => {
      const { store, events } = await storeWithEvents(quick)
      const fault = served.server.faults.onSubscription({ times: 1, after: 2 }, kind)
      expect(idsOf(await store.readAll(null, 100))).toStrictEqual(idsOf(events))
      expect(fault.hits).toBe(1)
    },
  )

  it.each<ReadFault>(['silence', 'not-ready', 'cut'])(
    'that meets nothing but %s is unavailable',
    async (kind) => {
      const { store, stream } = await storeWithEvents(hasty)
      served.server.faults.onRead({}, kind)
      served.server.faults.onSubscription({}, kind === 'not-ready' ? 'not-ready' : 'silence')
      const reads = [store.readStream(stream), store.readAll(null, 10), store.head()]
      await Promise.all(reads.map((read) => expect(read).rejects.toThrow(EventStoreUnavailable)))
    },
  )

  it('without access is refused, and is not taken for a silent store', async () => {
    const { store, stream } = await storeWithEvents(quick)
    served.server.faults.onRead({}, 'access-denied')
    served.server.faults.onSubscription({}, 'access-denied')
    const reads = [store.readStream(stream), store.readAll(null, 10), store.head()]
    await Promise.all(reads.map((read) => expect(read).rejects.toMatchObject({ code: 'ACCESS_DENIED' })))
  })

  it('finds a new connection when the one it has leads nowhere', async () => {
    const proxy = await silentProxy(served.server.port)
    const own = newHistory(proxy.connectionString)
    const store = await own.open({ silenceMs: 400, readPatienceMs: 3_000 })
    expect(await store.readStream(newStream())).toStrictEqual([])
    proxy.silence()
    const found = store.readStream(newStream())
    // That others go on asking is no sign of the server.
    const asking = setInterval(() => void store.readStream(newStream()).catch(() => {}), 100)
    const events = await found.finally(() => clearInterval(asking))
    expect(events).toStrictEqual([])
    await own.close()
    await proxy.close()
  })

  it('follows the leader', async () => {
    const follower = await startEventStoreServer({ log: served.server.log, follower: true })
    const own = newHistory(follower.connectionString, served.history.prefix)
    const { stream, events } = await storeWithEvents()
    const store = await own.open(quick)
    expect(idsOf(await store.readStream(stream))).toStrictEqual(idsOf(events))
    expect(idsOf(await store.readAll(null, 10))).toStrictEqual(idsOf(events))
    // A follower may lag behind what has been acknowledged: nothing that it has is taken for the truth.
    expect(follower.counters.events).toStrictEqual({ byReads: 0, bySubscriptions: 0 })
    await own.close()
    await follower.close()
  })
})

describe('a history among others', () => {
  it('transports no event of others', async () => {
    seedForeign(served.server.log, 300)
    const { store, events } = await storeWithEvents()
    seedForeign(served.server.log, 300)
    const before = served.server.counters.events.bySubscriptions
    expect(idsOf(await store.readAll(null, 100))).toStrictEqual(idsOf(events))
    expect(served.server.counters.events.bySubscriptions - before).toBe(events.length)
  })

  it('takes its prefix for text, not for a pattern, and for a beginning', async () => {
    seed(served.server.log, served.history.prefix.replace('.', 'x') + newStream(), { type: 'Foreign' })
    seed(served.server.log, `other.${served.history.prefix}${newStream()}`, { type: 'Foreign' })
    const { store, events, position } = await storeWithEvents()
    seed(served.server.log, served.history.prefix.replace('.', 'x') + newStream(), { type: 'Foreign' })
    expect(idsOf(await store.readAll(null, 100))).toStrictEqual(idsOf(events))
    expect(await (await served.history.open()).head()).toBe(position)
  })

  it('is not begun without a prefix', async () => {
    await expect(served.history.open({ streamPrefix: '' })).rejects.toThrow('prefix')
  })

  it.each([
    ['is no JSON', { type: 'TokenRevoked.v1', data: 'no json' }, /TokenRevoked\.v1.*data/],
    ['has no metadata', { type: 'TokenRevoked.v1', data: {} }, /TokenRevoked\.v1/],
    ['is a link', { type: '$>', data: '0@other' }, UnknownStoredEvent],
    ['belongs to a projection', { type: '$ProjectionUpdated', data: {} }, UnknownStoredEvent],
  ])('rejects an event of its own that %s', async (_, event, fault) => {
    const store = await served.history.open()
    const stream = newStream()
    seed(served.server.log, served.history.prefix + stream, event)
    await expect(store.readStream(stream)).rejects.toThrow(fault)
    await expect(store.readAll(null, 10)).rejects.toThrow(fault)
    await expect(store.subscribe(null, async () => {}, AbortSignal.timeout(5_000))).rejects.toThrow(fault)
  })

  it('has an empty stream where one was deleted, which goes on with a higher revision', async () => {
    const { store, stream } = await storeWithEvents()
    served.server.log.softDelete(served.history.prefix + stream, 'any')
    expect(await store.readStream(stream)).toStrictEqual([])
    const events = newEvents(2)
    expect(appended(await store.append(stream, 'no-stream', events)).revision).toBe(4)
    const recorded = await store.readStream(stream)
    expect(recorded.map(({ revision }) => revision)).toStrictEqual([3, 4])
    expect(idsOf(recorded)).toStrictEqual(idsOf(events))
  })

  it('keeps every digit of a position', async () => {
    const far = await startEventStoreServer({ firstPosition: 2n ** 60n + 1n })
    const own = newHistory(far.connectionString)
    const store = await own.open()
    const first = appended(await store.append(newStream(), 'no-stream', newEvents()))
    const second = newEvents()
    await store.append(newStream(), 'no-stream', second)
    expect(first.position).toBe(2n ** 60n + 1n)
    expect(idsOf(await store.readAll(first.position, 10))).toStrictEqual(idsOf(second))
    await own.close()
    await far.close()
  })
})

describe('the head', () => {
  it('is looked for from the end, in one event most of the time', async () => {
    const { store, position } = await storeWithEvents()
    seedForeign(served.server.log, 400)
    expect(await store.head()).toBe(position)
    seedForeign(served.server.log, 20)
    expect(await store.head()).toBe(position)
    const before = served.server.counters.events.byReads
    expect(await store.head()).toBe(position)
    expect(served.server.counters.events.byReads - before).toBe(1)
  })

  it('is found behind any number of events of others, of which a bounded number is transported', async () => {
    const { events, position } = await storeWithEvents()
    seedForeign(served.server.log, 1_200)
    const before = { ...served.server.counters.events }
    const stranger = await served.history.open()
    expect(await stranger.head()).toBe(position)
    expect(served.server.counters.events.byReads - before.byReads).toBeLessThan(600)
    expect(served.server.counters.events.bySubscriptions - before.bySubscriptions).toBe(events.length)
    expect(await (await newHistoryOf('nobody_').open()).head()).toBeNull()
  })

  it('knows how far a read has come, and begins there', async () => {
    const { store, position } = await storeWithEvents()
    await store.head()
    seedForeign(served.server.log, 1_200)
    await store.readAll(position, 10)
    const before = served.server.counters.calls.Subscribe
    expect(await store.head()).toBe(position)
    expect(served.server.counters.calls.Subscribe).toBe(before)
  })

  it('includes what any other process had been told was stored', async () => {
    const { store } = await storeWithEvents()
    const other = await served.history.open()
    for (let round = 0; round < 20; round += 1) {
      await store.head()
      const { position } = appended(await other.append(newStream(), 'no-stream', newEvents()))
      expect(await store.head()).toBe(position)
    }
  })

  function newHistoryOf(prefix: string) {
    return newHistory(served.server.connectionString, prefix)
  }
})

describe('a server', () => {
  it.each(['20.6.1', '22.10.4', '23.6.0', 'unknown'])(
    'of version %s is too old, and it is said',
    async (version) => {
      const old = await startEventStoreServer({ version })
      const own = newHistory(old.connectionString)
      const store = await own.open(quick)
      await expect(store.head()).rejects.toThrow('23.10 or later is required')
      await expect(store.append(newStream(), 'no-stream', newEvents())).rejects.toMatchObject({
        code: 'STORE_TOO_OLD',
      })
      await own.close()
      await old.close()
    },
  )

  it('that does not tell what it can is too old', async () => {
    const store = await served.history.open(quick)
    served.server.faults.onFeatures({}, 'unimplemented')
    await expect(store.readAll(null, 1)).rejects.toMatchObject({ code: 'STORE_TOO_OLD' })
  })

  it('is of no use to a store that is closed', async () => {
    const { store, stream } = await storeWithEvents()
    await store.close()
    await expect(store.readStream(stream)).rejects.toThrow(EventStoreUnavailable)
    await expect(store.head()).rejects.toThrow(EventStoreUnavailable)
  })
})
