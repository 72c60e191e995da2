import { jsonEvent } from '@eventstore/db-client'
import { bareClients, failureOf, happened, placesOf } from './bare-client'
import { seed, seedForeign } from './seeding'

const { startWithClient } = bareClients()

async function startWithEvents(stream: string, count: number) {
  const started = await startWithClient()
  seed(started.server.log, stream, ...Array.from({ length: count }, () => ({ type: 'Happened' })))
  return started
}

describe('a read of a stream', () => {
  test.each([
    ['forwards', 'start', [0, 1, 2, 3]],
    ['forwards', 2n, [2, 3]],
    ['forwards', 9n, []],
    ['backwards', 'end', [3, 2, 1, 0]],
    ['backwards', 'start', [0]],
    ['backwards', 1n, [1, 0]],
    ['backwards', 9n, [3, 2, 1, 0]],
  ] as const)('goes %s from %s, the event there included', async (direction, fromRevision, revisions) => {
    const { client } = await startWithEvents('s', 4)
    const places = await placesOf(client.readStream('s', { direction, fromRevision }))
    expect(places).toEqual(revisions.map((revision) => `s@${revision}`))
  })

  test('ends at its count', async () => {
    const { client } = await startWithEvents('s', 4)
    expect(await placesOf(client.readStream('s', { maxCount: 2 }))).toEqual(['s@0', 's@1'])
  })

  test('that is not there fails', async () => {
    const { client } = await startWithClient()
    expect(await failureOf(placesOf(client.readStream('s')))).toMatchObject({
      type: 'stream-not-found',
      streamName: 's',
    })
  })

  test('that is tombstoned fails', async () => {
    const { client } = await startWithEvents('s', 1)
    await client.tombstoneStream('s')
    expect(await failureOf(placesOf(client.readStream('s')))).toMatchObject({ type: 'stream-deleted' })
  })

  test('leaves out what its metadata hides', async () => {
    const { client } = await startWithEvents('s', 4)
    await client.setStreamMetadata('s', { truncateBefore: 1 })
    expect(await placesOf(client.readStream('s'))).toEqual(['s@1', 's@2', 's@3'])
    await client.setStreamMetadata('s', { maxCount: 1 })
    expect(await placesOf(client.readStream('s', { direction: 'backwards', fromRevision: 'end' }))).toEqual([
      's@3',
    ])
    expect((await client.getStreamMetadata('s')).metadata).toEqual({ maxCount: 1 })
  })

  test('gives an event as it was appended, word for word', async () => {
    const { client } = await startWithClient()
    const { id, type, data } = happened('Straße', { text: 'é\u0000\u{1f600}' })
    const event = jsonEvent({ id, type, data, metadata: { by: 'me' } })
    await client.appendToStream('Ströme-1', event, { expectedRevision: 'no_stream' })
    const read: unknown[] = []
    for await (const { event } of client.readStream('Ströme-1')) read.push(event)
    expect(read).toEqual([
      expect.objectContaining({ id, type, data, metadata: { by: 'me' }, streamId: 'Ströme-1', isJson: true }),
    ])
  })
})

describe('a read of `$all`', () => {
  test('has the events of all streams in one order, system events included', async () => {
    const { client, server } = await startWithClient()
    await client.appendToStream('a', happened(), { expectedRevision: 'no_stream' })
    await client.setStreamMetadata('a', { maxCount: 9 })
    await client.appendToStream('b', happened(), { expectedRevision: 'no_stream' })
    seedForeign(server.log, 50, { streams: 1 })
    const places = await placesOf(client.readAll())
    expect(places.slice(0, 4)).toEqual(['a@0', '$$a@0', 'b@0', 'billing.invoice-0@0'])
    expect(places.at(-1)).toBe('$stats-127.0.0.1:2113@0')
    expect(await placesOf(client.readAll({ direction: 'backwards', fromPosition: 'end' }))).toEqual(
      places.reverse(),
    )
  })

  test('from a position takes the event there along forwards, and not backwards', async () => {
    const { client, server } = await startWithEvents('s', 4)
    const position = server.log.all[2]?.position ?? 0n
    const fromPosition = { commit: position, prepare: position }
    expect(await placesOf(client.readAll({ fromPosition }))).toEqual(['s@2', 's@3'])
    expect(await placesOf(client.readAll({ fromPosition, direction: 'backwards' }))).toEqual(['s@1', 's@0'])
    expect(
      await placesOf(client.readAll({ fromPosition: 'end', direction: 'backwards', maxCount: 1 })),
    ).toEqual(['s@3'])
  })

  test('has positions of 64 bits, no digit lost', async () => {
    const firstPosition = 2n ** 62n + 1n
    const { client } = await startWithClient({ firstPosition })
    const { position } = await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    expect(position).toEqual({ commit: firstPosition, prepare: firstPosition })
    for await (const { event } of client.readAll()) expect(event?.position).toEqual(position)
    expect.assertions(2)
  })

  test('counts what it sends', async () => {
    const { client, server } = await startWithEvents('s', 4)
    await placesOf(client.readAll({ maxCount: 3 }))
    expect(server.counters.events).toEqual({ byReads: 3, bySubscriptions: 0 })
    expect(server.counters.open.Read).toBe(0)
  })
})

test('an event of any bytes can be put there by hand', async () => {
  const { client, server } = await startWithClient()
  seed(server.log, 's', { type: 'Broken', data: '{"never ends' })
  for await (const { event } of client.readStream('s')) expect(event?.data).toBe('{"never ends')
  expect.assertions(1)
})
