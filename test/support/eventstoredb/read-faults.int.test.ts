import { until } from '../until'
import { bareClients, failureOf, happened, placesOf, watch } from './bare-client'
import type { SubscriptionFault } from './faults'
import { seed } from './seeding'

const { startWithClient } = bareClients()

describe('a fault of a read', () => {
  test.each([
    ['not-ready', { type: 'unavailable' }],
    ['too-busy', { type: 'unavailable' }],
    ['not-leader', { type: 'not-leader' }],
    ['access-denied', { type: 'access-denied' }],
    ['cut', { type: 'unavailable' }],
  ] as const)('%s fails it', async (kind, error) => {
    const { client, server } = await startWithClient()
    seed(server.log, 's', { type: 'Happened' })
    server.faults.onRead({ stream: /^s$/, times: 1 }, kind)
    expect(await failureOf(placesOf(client.readStream('s')))).toMatchObject(error)
    expect(await placesOf(client.readStream('s'))).toEqual(['s@0'])
  })

  test.each([
    ['silence', false],
    ['held', true],
  ] as const)('%s answers nothing; at its end it is answered: %s', async (kind, answered) => {
    const { client, server } = await startWithClient()
    seed(server.log, 's', { type: 'Happened' })
    const fault = server.faults.onRead({ stream: /^\$all$/ }, kind)
    const read = watch(placesOf(client.readAll()))
    await fault.hit
    await placesOf(client.readStream('s'))
    expect(read.isSettled).toBe(false)
    fault.end()
    if (answered) await until(() => read.isSettled)
    await placesOf(client.readStream('s'))
    expect(read.isSettled).toBe(answered)
  })
})

describe('a fault of a subscription', () => {
  async function subscribed(count: number) {
    const started = await startWithClient()
    const { client, server } = started
    seed(server.log, 's', ...Array.from({ length: count }, () => ({ type: 'Happened' })))
    const seen: unknown[] = []
    const subscribe = () =>
      client
        .subscribeToAll()
        .on('data', ({ event }) => seen.push(event?.revision))
        .on('error', ({ type }: Error & { type?: string }) => seen.push(type))
        .on('end', () => seen.push('end'))
    return { ...started, seen, subscribe }
  }

  const ending: readonly [SubscriptionFault, string][] = [
    ['too-slow', 'timeout'],
    ['not-ready', 'unavailable'],
    ['not-leader', 'not-leader'],
    ['access-denied', 'access-denied'],
    ['cut', 'unavailable'],
    ['ended', 'end'],
  ]

  test.each(ending)('%s ends it in the middle of its events', async (kind, end) => {
    const { server, seen, subscribe } = await subscribed(4)
    server.faults.onSubscription({ after: 2 }, kind)
    subscribe()
    await until(() => seen.includes(end))
    expect(seen.filter((what) => typeof what === 'bigint').length).toBeLessThanOrEqual(2)
    await until(() => server.counters.open.Subscribe === 0)
  })

  test.each(ending)('%s ends one that is idle, and once only where it is told so', async (kind, end) => {
    const { server, seen, subscribe } = await subscribed(1)
    const idle = subscribe()
    await new Promise((resolve) => idle.once('caughtUp', resolve))
    const fault = server.faults.onSubscription({ times: 1 }, kind)
    await until(() => seen.includes(end))
    subscribe()
    await until(() => seen.filter((what) => what === 0n).length === 2)
    expect(fault.hits).toBe(1)
  })

  test('befalls the subscription it is for, however many events another has had', async () => {
    const { server, seen, subscribe } = await subscribed(3)
    server.faults.onSubscription({ nth: 2 }, 'ended')
    subscribe()
    await until(() => seen.length === 3)
    subscribe()
    await until(() => seen.includes('end'))
    expect(seen).toEqual([0n, 1n, 2n, 'end'])
    expect(server.counters.open.Subscribe).toBe(1)
  })

  test('silence keeps it open and empty until its end', async () => {
    const { client, server, seen, subscribe } = await subscribed(1)
    subscribe()
    await until(() => seen.length === 1)
    const fault = server.faults.onSubscription({}, 'silence')
    await fault.hit
    await client.appendToStream('s', happened(), { expectedRevision: 0n })
    await client.appendToStream('s', happened(), { expectedRevision: 1n })
    expect([seen, server.counters.open.Subscribe]).toEqual([[0n], 1])
    fault.end()
    await until(() => seen.length === 3)
    expect(seen).toEqual([0n, 1n, 2n])
  })
})
