import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb'
import { BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb'
import { credentials } from '@grpc/grpc-js'
import { Empty } from 'google-protobuf/google/protobuf/empty_pb'
import { until } from '../until'
import { bareClients, failureOf, happened, placesOf, watch } from './bare-client'
import type { AppendFault } from './faults'
import { seed } from './seeding'
import { identifierOf, uuidOf } from './wire'

const { start, startWithClient } = bareClients()

const toNew = { expectedRevision: 'no_stream' } as const

describe('a fault of an append', () => {
  const failing: readonly [AppendFault, batched: object, plain: object, stored: number][] = [
    ['cut-before-commit', { type: 'unavailable' }, { type: 'unavailable' }, 0],
    ['cut-after-commit', { type: 'unavailable' }, { type: 'unavailable' }, 1],
    ['not-ready', { type: 'unknown' }, { type: 'unavailable' }, 0],
    ['too-busy', { type: 'unknown' }, { type: 'unavailable' }, 0],
    ['not-leader', { type: 'not-leader' }, { type: 'not-leader' }, 0],
    ['timeout', { type: 'deadline-exceeded' }, { type: 'timeout' }, 0],
    ['timeout-after-commit', { type: 'deadline-exceeded' }, { type: 'timeout' }, 1],
    ['access-denied', { type: 'access-denied' }, { type: 'access-denied' }, 0],
    ['wrong-expected-version', { type: 'wrong-expected-version' }, { type: 'wrong-expected-version' }, 0],
    ['internal', { type: 'unknown' }, { type: 'unknown' }, 0],
  ]

  test.each(failing)(
    '%s, batched, fails once; the same call again is stored once',
    async (kind, error, _, stored) => {
      const { client, server } = await startWithClient()
      const event = happened()
      const fault = server.faults.onAppend({ times: 1 }, kind)
      expect(await failureOf(client.appendToStream('s', event, toNew))).toMatchObject(error)
      expect([fault.hits, server.log.all.length]).toEqual([1, stored])
      await client.appendToStream('s', event, toNew)
      expect(server.log.all.map(({ id }) => id)).toEqual([event.id])
    },
  )

  test.each(failing)(
    '%s, plain, fails once; the same call again is stored once',
    async (kind, _, error, stored) => {
      const { client, server } = await startWithClient({ batchAppend: false })
      const event = happened()
      server.faults.onAppend({ times: 1 }, kind)
      expect(await failureOf(client.appendToStream('s', event, toNew))).toMatchObject(error)
      expect(server.log.all).toHaveLength(stored)
      await client.appendToStream('s', event, toNew)
      expect(server.log.all.map(({ id }) => id)).toEqual([event.id])
    },
  )

  test.each([
    ['silence', 0, 0],
    ['answer-withheld', 1, 1],
    ['held', 0, 1],
  ] as const)('%s answers nothing while others are answered', async (kind, stored, storedAfter) => {
    const { client, server } = await startWithClient()
    const fault = server.faults.onAppend({ stream: /^s$/ }, kind)
    const append = watch(client.appendToStream('s', happened(), toNew))
    await fault.hit
    await client.appendToStream('t', happened(), toNew)
    expect([append.isSettled, server.log.events('s').length]).toEqual([false, stored])
    fault.end()
    await client.appendToStream('t', happened(), { expectedRevision: 0n })
    expect([append.isSettled, server.log.events('s').length]).toEqual([kind === 'held', storedAfter])
  })

  test('held is stored at its end even if its caller has gone, and the repeated call does not store it twice', async () => {
    const { client, server } = await startWithClient()
    const event = happened()
    const fault = server.faults.onAppend({ times: 1 }, 'held')
    const gone = watch(client.appendToStream('s', event, toNew))
    await fault.hit
    await client.dispose()
    await until(() => gone.isSettled && server.counters.open.BatchAppend === 0)
    await client.appendToStream('s', event, toNew)
    fault.end()
    await client.appendToStream('t', happened(), toNew)
    expect(server.log.events('s').map(({ id }) => id)).toEqual([event.id])
  })

  test('that breaks the call of batched appends rejects all that are under way on it', async () => {
    const { client, server } = await startWithClient()
    server.faults.onAppend({ stream: /^silent$/ }, 'silence')
    const other = failureOf(client.appendToStream('silent', happened(), toNew))
    server.faults.onAppend({ stream: /^s$/ }, 'not-leader')
    const leader = { address: '127.0.0.1', port: server.port }
    expect(await failureOf(client.appendToStream('s', happened(), toNew))).toMatchObject({ leader })
    expect(await other).toMatchObject({ type: 'not-leader', leader })
  })

  test('befalls the streams, types and calls it is for, and no others', async () => {
    const { client, server } = await startWithClient()
    const ofStream = server.faults.onAppend({ stream: (stream) => stream.endsWith('-1') }, 'timeout')
    const ofType = server.faults.onAppend({ type: 'Broken' }, 'access-denied')
    const second = server.faults.onAppend({ stream: /^counted$/, nth: 2 }, 'not-ready')
    const outcome = (stream: string, type: string) =>
      client.appendToStream(stream, [happened(), happened(type)], { expectedRevision: 'any' }).then(
        () => 'stored',
        ({ type }: { type: string }) => type,
      )
    expect(await outcome('a-1', 'Fine')).toBe('deadline-exceeded')
    expect(await outcome('a-2', 'Fine')).toBe('stored')
    expect(await outcome('a-2', 'Broken')).toBe('access-denied')
    expect(await outcome('counted', 'Fine')).toBe('stored')
    expect(await outcome('counted', 'Fine')).toBe('unknown')
    expect(await outcome('counted', 'Fine')).toBe('stored')
    expect([ofStream.hits, ofType.hits, second.hits]).toEqual([1, 1, 1])
    server.faults.endAll()
    expect(await outcome('a-1', 'Broken')).toBe('stored')
  })

  // The client throws outside of any call at an answer it has not asked for: its messages are made by hand.
  test('unknown-correlation answers to nobody', async () => {
    const server = await start()
    server.faults.onAppend({}, 'unknown-correlation')
    const client = new StreamsClient(`127.0.0.1:${server.port}`, credentials.createInsecure())
    const call = client.batchAppend()
    const answered = new Promise<BatchAppendResp>((resolve) => call.once('data', resolve))
    const id = '3f6c1f0e-58a4-4be1-b2c1-0a8d3c0f9b11'
    const options = new BatchAppendReq.Options()
      .setStreamIdentifier(identifierOf('s'))
      .setNoStream(new Empty())
    call.write(new BatchAppendReq().setCorrelationId(uuidOf(id)).setOptions(options).setIsFinal(true))
    const answer = await answered
    expect(answer.hasSuccess()).toBe(true)
    expect(answer.getCorrelationId()?.getString()).not.toBe(id)
    call.on('error', () => undefined)
    call.cancel()
    client.close()
  })
})

describe('a fault of the question for features', () => {
  test('internal, once, fails every later append of the same client', async () => {
    const { client, server } = await startWithClient()
    const fault = server.faults.onFeatures({ times: 1 }, 'internal')
    const append = () => client.appendToStream('s', happened(), toNew)
    expect(await failureOf(append())).toMatchObject({ code: 13 })
    expect(await failureOf(append())).toMatchObject({ code: 13 })
    expect([fault.hits, server.counters.calls.GetSupportedMethods]).toEqual([1, 1])
  })

  test.each(['not-ready', 'cut'] as const)('%s, once, is asked again', async (kind) => {
    const { client, server } = await startWithClient()
    server.faults.onFeatures({ times: 1 }, kind)
    const append = () => client.appendToStream('s', happened(), toNew)
    expect(await failureOf(append())).toMatchObject({ code: 14 })
    await append()
  })

  test('unimplemented is a server of old, which is appended to plainly', async () => {
    const { client, server } = await startWithClient()
    server.faults.onFeatures({}, 'unimplemented')
    await client.appendToStream('s', happened(), toNew)
    expect(server.counters.calls.Append).toBe(1)
  })

  test('silence lets no append of the client come to the server', async () => {
    const { client, server } = await startWithClient()
    seed(server.log, 's', { type: 'Happened' })
    const fault = server.faults.onFeatures({}, 'silence')
    const append = watch(client.appendToStream('t', happened(), toNew))
    await fault.hit
    expect(await placesOf(client.readStream('s'))).toEqual(['s@0'])
    expect([append.isSettled, server.counters.appends]).toEqual([false, 0])
  })
})
