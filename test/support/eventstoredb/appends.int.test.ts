import type { EventStoreDBClient } from '@eventstore/db-client'
import { bareClients, failureOf, happened, placesOf } from './bare-client'

const { start, connect, startWithClient } = bareClients()

const bytes = (size: number) => happened('Happened', { text: 'x'.repeat(size) })

/** The two ways of an append: batched, and on a call of its own as with an old server. */
describe.each([
  ['batched', true],
  ['plain', false],
])('an append that is %s', (_, batchAppend) => {
  let client: EventStoreDBClient
  let calls: () => { readonly Append: number; readonly BatchAppend: number }

  beforeEach(async () => {
    const started = await startWithClient({ batchAppend })
    client = started.client
    calls = () => started.server.counters.calls
  })

  test('takes its way', async () => {
    await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    expect(calls()).toMatchObject(batchAppend ? { Append: 0, BatchAppend: 1 } : { Append: 1, BatchAppend: 0 })
  })

  test('answers the revision and position of its last event', async () => {
    const first = await client.appendToStream('s', [happened(), happened()], {
      expectedRevision: 'no_stream',
    })
    const second = await client.appendToStream('s', happened(), { expectedRevision: 1n })
    const events = client.readStream('s')
    const positions: unknown[] = []
    for await (const { event } of events) positions.push([event?.revision, event?.position])
    expect(positions.slice(1)).toEqual([
      [first.nextExpectedRevision, first.position],
      [second.nextExpectedRevision, second.position],
    ])
  })

  test.each(['no_stream', 'any'] as const)(
    'succeeds again with the same ids and %s',
    async (expectedRevision) => {
      const events = [happened(), happened()]
      const first = await client.appendToStream('s', events, { expectedRevision })
      await client.appendToStream('s', happened(), { expectedRevision: 1n })
      expect(await client.appendToStream('s', events, { expectedRevision })).toEqual(first)
      expect(await placesOf(client.readStream('s'))).toEqual(['s@0', 's@1', 's@2'])
    },
  )

  test('succeeds again with the same ids behind the revision it had expected', async () => {
    await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    const again = happened()
    const first = await client.appendToStream('s', again, { expectedRevision: 0n })
    await client.appendToStream('s', happened(), { expectedRevision: 1n })
    expect(await client.appendToStream('s', again, { expectedRevision: 0n })).toEqual(first)
  })

  test('compares no bodies: the same id with another one succeeds, and the first one stays', async () => {
    const stored = happened('First')
    await client.appendToStream('s', stored, { expectedRevision: 'no_stream' })
    await client.appendToStream('s', happened('Second', {}, stored.id), { expectedRevision: 'no_stream' })
    for await (const { event } of client.readStream('s')) expect(event?.type).toBe('First')
    expect.assertions(1)
  })

  test.each(['no_stream', 'any', 0n] as const)(
    'refuses known ids with one new one, expecting %s',
    async (expectedRevision) => {
      const known = happened()
      await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
      await client.appendToStream('s', known, { expectedRevision: 0n })
      expect(
        await failureOf(client.appendToStream('s', [known, happened()], { expectedRevision })),
      ).toMatchObject({
        type: 'wrong-expected-version',
      })
    },
  )

  test.each([
    ['an empty one', [], 3n, 'no_stream'],
    ['one that is shorter', [happened()], 3n, 0n],
    ['one that is longer', [happened(), happened()], 0n, 1n],
    ['one that has begun', [happened()], 'no_stream', 0n],
  ] as const)('tells of a stream that stands elsewhere: %s', async (_name, stored, expected, actual) => {
    if (stored.length > 0) await client.appendToStream('s', [...stored], { expectedRevision: 'no_stream' })
    const error = await failureOf(client.appendToStream('s', happened(), { expectedRevision: expected }))
    expect(error).toMatchObject({
      type: 'wrong-expected-version',
      message: '',
      streamName: 's',
      expectedVersion: expected,
      actualVersion: actual,
    })
  })

  test('succeeds without events, and makes no stream', async () => {
    expect(await client.appendToStream('s', [], { expectedRevision: 'no_stream' })).toMatchObject({
      success: true,
      position: undefined,
    })
    expect(await failureOf(placesOf(client.readStream('s')))).toMatchObject({ type: 'stream-not-found' })
  })

  test('may hold 1.0 MB, and not 1.5 MB', async () => {
    await client.appendToStream('s', [bytes(500_000), bytes(500_000)], { expectedRevision: 'no_stream' })
    const tooLarge = client.appendToStream('s', [bytes(750_000), bytes(750_000)], { expectedRevision: 1n })
    expect(await failureOf(tooLarge)).toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1024 * 1024,
    })
    expect(await placesOf(client.readStream('s'))).toEqual(['s@0', 's@1'])
  })

  test('takes no id that is none', async () => {
    const append = client.appendToStream('s', happened('Happened', {}, 'seven'), {
      expectedRevision: 'no_stream',
    })
    expect(await failureOf(append)).toMatchObject({ type: 'unknown' })
  })

  test('to a tombstoned stream is refused for ever', async () => {
    await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    await client.tombstoneStream('s', { expectedRevision: 0n })
    expect(
      await failureOf(client.appendToStream('s', happened(), { expectedRevision: 'any' })),
    ).toMatchObject({
      type: 'stream-deleted',
      streamName: 's',
    })
  })

  test('with `no_stream` succeeds after a soft delete, and the numbering goes on', async () => {
    await client.appendToStream('s', [happened(), happened()], { expectedRevision: 'no_stream' })
    await client.deleteStream('s', { expectedRevision: 1n })
    expect(await failureOf(placesOf(client.readStream('s')))).toMatchObject({ type: 'stream-not-found' })
    const { nextExpectedRevision } = await client.appendToStream('s', [happened(), happened()], {
      expectedRevision: 'no_stream',
    })
    expect(nextExpectedRevision).toBe(3n)
    expect(await placesOf(client.readStream('s'))).toEqual(['s@2', 's@3'])
  })
})

test('a delete that expects another revision is an error with trailers', async () => {
  const { client } = await startWithClient()
  await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
  expect(await failureOf(client.deleteStream('s', { expectedRevision: 4n }))).toMatchObject({
    type: 'wrong-expected-version',
    expectedVersion: 4n,
    actualVersion: 0n,
  })
})

test('a batched append of more than one frame is one append', async () => {
  const { client, server } = await startWithClient()
  const events = Array.from({ length: 20 }, () => bytes(1_000))
  await client.appendToStream('s', events, { expectedRevision: 'no_stream', batchAppendSize: 3_000 })
  expect(server.counters.appends).toBe(1)
  expect(server.log.events('s').map(({ id }) => id)).toEqual(events.map(({ id }) => id))
})

test('a deadline is an absolute time, held against the clock of the server', async () => {
  const { client, server } = await startWithClient({ clockSkewMs: 9_000 })
  await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
  server.clockSkewMs = 11_000
  const late = client.appendToStream('s', happened(), { expectedRevision: 0n })
  expect(await failureOf(late)).toMatchObject({ type: 'deadline-exceeded' })
  expect(server.log.events('s')).toHaveLength(1)
  await client.appendToStream('s', happened(), { expectedRevision: 0n, deadline: 60_000 })
})

test('a server stamps events with its own clock', async () => {
  const { client } = await startWithClient({ clockSkewMs: -3_600_000 })
  await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
  for await (const { event } of client.readStream('s')) {
    expect(Math.abs(Date.now() - 3_600_000 - Number(event?.created))).toBeLessThan(60_000)
  }
  expect.assertions(1)
})

test('several clients, one history', async () => {
  const server = await start()
  const [one, other] = [connect(server.connectionString), connect(server.connectionString)]
  await one.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
  expect(
    await failureOf(other.appendToStream('s', happened(), { expectedRevision: 'no_stream' })),
  ).toMatchObject({
    actualVersion: 0n,
  })
  await other.appendToStream('s', happened(), { expectedRevision: 0n })
  expect(await placesOf(one.readStream('s'))).toEqual(['s@0', 's@1'])
})
