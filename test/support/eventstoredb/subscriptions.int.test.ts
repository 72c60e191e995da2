import { type AllStreamSubscription, type StreamSubscription, streamNameFilter } from '@eventstore/db-client'
import { until } from '../until'
import { bareClients, happened } from './bare-client'
import { seed, seedForeign } from './seeding'

const { startWithClient } = bareClients()

/** What a subscription gives, in its order: places of events, and what it says in between. */
function follow(subscription: AllStreamSubscription | StreamSubscription) {
  const seen: string[] = []
  subscription.on('confirmation', () => seen.push('confirmation'))
  subscription.on('caughtUp', () => seen.push('caught up'))
  subscription.on('data', ({ event }) => seen.push(`${event?.streamId}@${event?.revision}`))
  subscription.on('error', (error: Error) => seen.push(`error: ${error.message}`))
  return seen
}

const of = (count: number) => Array.from({ length: count }, () => ({ type: 'Happened' }))

describe('a subscription to a stream', () => {
  test('gives what is there, says that it has caught up, and gives what comes', async () => {
    const { client, server } = await startWithClient()
    seed(server.log, 's', ...of(2))
    const subscription = client.subscribeToStream('s')
    const seen = follow(subscription)
    await until(() => seen.includes('caught up'))
    await client.appendToStream('other', happened(), { expectedRevision: 'no_stream' })
    await client.appendToStream('s', happened(), { expectedRevision: 1n })
    await until(() => seen.includes('s@2'))
    expect(seen).toEqual(['confirmation', 's@0', 's@1', 'caught up', 's@2'])
    await subscription.unsubscribe()
    await until(() => server.counters.open.Subscribe === 0)
  })

  test('begins behind the revision it names, or at the end', async () => {
    const { client, server } = await startWithClient()
    seed(server.log, 's', ...of(3))
    const behind = follow(client.subscribeToStream('s', { fromRevision: 1n }))
    const fromEnd = follow(client.subscribeToStream('s', { fromRevision: 'end' }))
    await until(() => behind.includes('caught up') && fromEnd.includes('caught up'))
    seed(server.log, 's', ...of(1))
    await until(() => behind.includes('s@3') && fromEnd.includes('s@3'))
    expect(behind).toEqual(['confirmation', 's@2', 'caught up', 's@3'])
    expect(fromEnd).toEqual(['confirmation', 'caught up', 's@3'])
  })

  test('gives the first event of a stream that was not there, and none that a soft delete hides', async () => {
    const { client, server } = await startWithClient()
    const early = follow(client.subscribeToStream('s'))
    await until(() => early.includes('caught up'))
    await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    await until(() => early.includes('s@0'))
    await client.deleteStream('s')
    await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    const late = follow(client.subscribeToStream('s'))
    await until(() => late.includes('s@1') && early.includes('s@1'))
    expect(late[1]).toBe('s@1')
    expect(server.counters.events.bySubscriptions).toBe(3)
  })
})

describe('a subscription to `$all`', () => {
  test('gives every stream in the one order, from the position behind the one it names', async () => {
    const { client, server } = await startWithClient()
    seed(server.log, 'a', ...of(2))
    seed(server.log, 'b', ...of(1))
    seed(server.log, '$settings', ...of(1))
    const position = server.log.all[0]?.position ?? 0n
    const seen = follow(client.subscribeToAll({ fromPosition: { commit: position, prepare: position } }))
    await until(() => seen.includes('caught up'))
    seed(server.log, 'a', ...of(1))
    await until(() => seen.includes('a@2'))
    expect(seen).toEqual(['confirmation', 'a@1', 'b@0', '$settings@0', 'caught up', 'a@2'])
  })

  test('by prefix shows neither system events nor those of others, however many', async () => {
    const { client, server } = await startWithClient()
    seedForeign(server.log, 2_000)
    seed(server.log, 'mine-1', ...of(1))
    const filter = streamNameFilter({ prefixes: ['mine-', 'ours-'] })
    const seen = follow(client.subscribeToAll({ filter }))
    await until(() => seen.includes('caught up'))
    seedForeign(server.log, 100)
    seed(server.log, 'ours-1', ...of(1))
    await until(() => seen.includes('ours-1@0'))
    expect(seen).toEqual(['confirmation', 'mine-1@0', 'caught up', 'ours-1@0'])
    expect(server.counters.events.bySubscriptions).toBe(2)
  })

  test('filters by the type of events, and by regular expressions', async () => {
    const { client, server } = await startWithClient()
    seedForeign(server.log, 100)
    seed(server.log, 's', { type: 'Happened.v1' }, { type: 'Happened.v2' }, { type: 'Other.v1' })
    const byType = follow(
      client.subscribeToAll({
        filter: { filterOn: 'eventType', prefixes: ['Happened.'], checkpointInterval: 1 },
      }),
    )
    const byPattern = follow(
      client.subscribeToAll({ filter: { filterOn: 'streamName', regex: '^s$', checkpointInterval: 1 } }),
    )
    await until(() => byType.includes('caught up') && byPattern.includes('caught up'))
    expect(byType).toEqual(['confirmation', 's@0', 's@1', 'caught up'])
    expect(byPattern).toEqual(['confirmation', 's@0', 's@1', 's@2', 'caught up'])
  })

  test.each([
    ['the search window', { maxSearchWindow: 20 }, 40],
    ['a window of 32 without one', {}, 64],
  ])('has a checkpoint after its interval times %s of considered events', async (_, window, step) => {
    const { client, server } = await startWithClient()
    seedForeign(server.log, 200)
    const checkpoints: bigint[] = []
    const filter = streamNameFilter({
      prefixes: ['mine-'],
      checkpointInterval: 2,
      ...window,
      checkpointReached: async (_subscription, { commit }) => void checkpoints.push(commit),
    })
    const seen = follow(client.subscribeToAll({ filter }))
    await until(() => seen.includes('caught up'))
    const positions = server.log.all.map(({ position }) => position)
    const expected = positions.filter((_position, index) => (index + 1) % step === 0)
    expect(checkpoints).toEqual(expected)
    seedForeign(server.log, step)
    await until(() => checkpoints.length > expected.length)
  })

  test('is as fast as its reader, and waits for it', async () => {
    const { client, server } = await startWithClient()
    seed(server.log, 's', ...of(1_000).map((event) => ({ ...event, data: { text: 'x'.repeat(1_000) } })))
    const subscription = client.subscribeToAll()
    await new Promise<void>(
      (resolve) => void subscription.once('data', () => resolve(void subscription.pause())),
    )
    await until(async () => {
      const before = server.counters.events.bySubscriptions
      await new Promise((resolve) => setTimeout(resolve, 50))
      return server.counters.events.bySubscriptions === before
    })
    expect(server.counters.events.bySubscriptions).toBeLessThan(1_000)
    subscription.resume()
    await until(() => server.counters.events.bySubscriptions === 1_000)
  })

  test('that is left without `unsubscribe` stays open at the server', async () => {
    const { client, server } = await startWithClient()
    seed(server.log, 's', ...of(1))
    const subscription = client.subscribeToAll()
    for await (const { event } of subscription) if (event !== undefined) break
    // A cancellation would have overtaken these.
    await client.appendToStream('t', happened(), { expectedRevision: 'no_stream' })
    await client.appendToStream('t', happened(), { expectedRevision: 0n })
    expect(server.counters.open.Subscribe).toBe(1)
  })
})
