import type { RecordedEvent } from '../../../src/application/ports/event-store'
import type { EventStoreDbEventStore } from '../../../src/infrastructure/eventstoredb/event-store'
import { appended, follow, idsOf, newEvents, newStream } from '../../contract/event-store/samples'
import type { SubscriptionFault } from '../../support/eventstoredb/faults'
import { seed, seedForeign } from '../../support/eventstoredb/seeding'
import { startEventStoreServer } from '../../support/eventstoredb/server'
import { until } from '../../support/until'
import { newHistory, servedHistory } from './histories'
import { silentProxy } from './silent-proxy'

const quick = { silenceMs: 100, readPatienceMs: 200, watchMs: 60 }

const served = servedHistory()

/** A subscription in the background, whose events are collected. */
function following(store: EventStoreDbEventStore, after: bigint | null = null) {
  const handled: RecordedEvent[] = []
  const enough = new AbortController()
  const ended = store.subscribe(
    after,
    async (event) => {
      handled.push(event)
    },
    enough.signal,
  )
  return {
    handled,
    ended,
    has: (count: number) => until(() => handled.length >= count),
    async stop() {
      enough.abort()
      await ended
    },
  }
}

describe('a subscription', () => {
  it.each<SubscriptionFault>([
    'cut',
    'ended',
    'too-slow',
    'not-ready',
    'not-leader',
    'access-denied',
    'silence',
  ])('that meets %s resumes behind the last event that was handled', async (kind) => {
    const store = await served.history.open(quick)
    const events = newEvents(5)
    await store.append(newStream(), 'no-stream', events)
    const fault = served.server.faults.onSubscription({ times: 1, after: 2 }, kind)
    expect(idsOf(await follow(store, null, 5))).toStrictEqual(idsOf(events))
    expect(fault.hits).toBe(1)
  })

  it.each<SubscriptionFault>(['cut', 'too-slow', 'silence'])(
    'that meets %s while it waits hands out what comes afterwards',
    async (kind) => {
      const store = await served.history.open(quick)
      const subscribed = following(store)
      const [first, second] = [newEvents(), newEvents()]
      await store.append(newStream(), 'no-stream', first)
      await subscribed.has(1)
      const fault = served.server.faults.onSubscription({ times: 1 }, kind)
      await fault.hit
      await store.append(newStream(), 'no-stream', second)
      await subscribed.has(2)
      expect(idsOf(subscribed.handled)).toStrictEqual(idsOf([...first, ...second]))
      await subscribed.stop()
    },
  )

  it('tells that it has no access, once, and goes on when it has', async () => {
    const told: unknown[] = []
    const store = await served.history.open({ ...quick, onFault: (fault) => told.push(fault) })
    const denied = served.server.faults.onSubscription({ times: 3 }, 'access-denied')
    const events = newEvents()
    await store.append(newStream(), 'no-stream', events)
    expect(idsOf(await follow(store, null, 1))).toStrictEqual(idsOf(events))
    expect(denied.hits).toBe(3)
    expect(told).toMatchObject([{ code: 'ACCESS_DENIED' }])
  })

  it('outlives its server', async () => {
    const store = await served.history.open(quick)
    const subscribed = following(store)
    const [first, second] = [newEvents(), newEvents()]
    await store.append(newStream(), 'no-stream', first)
    await subscribed.has(1)
    await served.server.stop()
    await until(async () => (await store.head().catch(() => 'away')) === 'away')
    await served.server.start()
    await store.append(newStream(), 'no-stream', second)
    await subscribed.has(2)
    expect(idsOf(subscribed.handled)).toStrictEqual(idsOf([...first, ...second]))
    await subscribed.stop()
  })

  it.each(['one of them', 'the cluster'])('follows the leader when it is told of %s', async (told) => {
    const other = await startEventStoreServer({ log: served.server.log, follower: true })
    const nobody = '127.0.0.1:1'
    const hosts = `${nobody},127.0.0.1:${served.server.port},127.0.0.1:${other.port}`
    const cluster = `esdb://${hosts}?tls=false&discoveryInterval=10`
    const own = newHistory(told === 'the cluster' ? cluster : served.server.connectionString)
    const store = await own.open(quick)
    const subscribed = following(store)
    const [first, second] = [newEvents(), newEvents()]
    await store.append(newStream(), 'no-stream', first)
    await subscribed.has(1)
    other.lead()
    expect(appended(await store.append(newStream(), 'no-stream', second)).revision).toBe(0)
    await subscribed.has(2)
    expect(idsOf(subscribed.handled)).toStrictEqual(idsOf([...first, ...second]))
    await subscribed.stop()
    await own.close()
    served.server.lead()
    await other.close()
  })

  it('finds a new connection when the one it has leads nowhere', async () => {
    const proxy = await silentProxy(served.server.port)
    const own = newHistory(proxy.connectionString, served.history.prefix)
    const writer = await served.history.open()
    const subscribed = following(await own.open(quick))
    const [first, second] = [newEvents(), newEvents()]
    await writer.append(newStream(), 'no-stream', first)
    await subscribed.has(1)
    proxy.silence()
    await writer.append(newStream(), 'no-stream', second)
    await subscribed.has(2)
    expect(idsOf(subscribed.handled)).toStrictEqual(idsOf([...first, ...second]))
    await subscribed.stop()
    await own.close()
    await proxy.close()
  })

  it('that is merely quiet is left alone', async () => {
    const store = await served.history.open({ ...quick, watchMs: 10 })
    const subscribed = following(store)
    await store.append(newStream(), 'no-stream', newEvents())
    await subscribed.has(1)
    const { calls } = served.server.counters
    const [reads, subscriptions] = [calls.Read, calls.Subscribe]
    await until(() => calls.Read > reads + 3)
    expect(calls.Subscribe).toBe(subscriptions)
    await subscribed.stop()
  })

  it('takes no more than a bounded number of events ahead of a slow handler', async () => {
    const store = await served.history.open(quick)
    const unread = { type: 'TokenRevoked.v1', data: { tokenId: 'x'.repeat(1_000) } }
    await store.append(newStream(), 'no-stream', newEvents())
    seed(
      served.server.log,
      served.history.prefix + newStream(),
      ...Array.from({ length: 3_000 }, () => unread),
    )
    const before = served.server.counters.events.bySubscriptions
    const abort = new AbortController()
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const subscribed = store.subscribe(null, () => held, abort.signal)
    const sent = () => served.server.counters.events.bySubscriptions - before
    let last = -1
    await until(async () => {
      const isStill = sent() === last && last > 0
      last = sent()
      await new Promise((resolve) => setTimeout(resolve, 30))
      return isStill
    })
    expect(last).toBeLessThan(1_000)
    abort.abort()
    letGo()
    await subscribed
  })

  it('passes over events of others, which are not transported', async () => {
    const store = await served.history.open(quick)
    const [first, second] = [newEvents(), newEvents()]
    await store.append(newStream(), 'no-stream', first)
    const before = served.server.counters.events.bySubscriptions
    const subscribed = following(store)
    await subscribed.has(1)
    seedForeign(served.server.log, 1_200)
    await store.append(newStream(), 'no-stream', second)
    await subscribed.has(2)
    expect(idsOf(subscribed.handled)).toStrictEqual(idsOf([...first, ...second]))
    expect(served.server.counters.events.bySubscriptions - before).toBe(2)
    await subscribed.stop()
  })

  it('ends its call at the server when it is aborted, and when its handler rejects', async () => {
    const store = await served.history.open({ watchMs: 1_000_000 })
    await store.append(newStream(), 'no-stream', newEvents())
    const subscribed = following(store)
    await subscribed.has(1)
    expect(served.server.counters.open.Subscribe).toBe(1)
    await subscribed.stop()
    await until(() => served.server.counters.open.Subscribe === 0)
    const rejecting = store.subscribe(
      null,
      () => Promise.reject(new Error('full')),
      new AbortController().signal,
    )
    await expect(rejecting).rejects.toThrow('full')
    await until(() => served.server.counters.open.Subscribe === 0)
  })

  it('settles when it is aborted, whatever the server does', async () => {
    const store = await served.history.open({ silenceMs: 1_000_000 })
    const silence = served.server.faults.onFeatures({}, 'silence')
    const subscribed = following(store)
    await silence.hit
    await subscribed.stop()
  })

  it('settles when its store is closed', async () => {
    const store = await served.history.open()
    const subscribed = following(store)
    await store.append(newStream(), 'no-stream', newEvents())
    await subscribed.has(1)
    await store.close()
    await subscribed.ended
  })
})
