import { EventStoreDBClient } from '@eventstore/db-client'
import { until } from '../until'
import { bareClients, failureOf, happened, placesOf } from './bare-client'
import { startEventStoreProcess } from './server-process'

const { startWithClient } = bareClients()

const toNew = { expectedRevision: 'no_stream' } as const

describe('a server that dies and comes back', () => {
  test('is a plain error without a type to its client, which works again when it is back', async () => {
    const { client, server } = await startWithClient()
    await client.appendToStream('s', happened(), toNew)
    await server.stop()
    await until(async () => {
      const error = await failureOf(client.appendToStream('s', happened(), { expectedRevision: 0n }))
      return error instanceof Error && /^14 UNAVAILABLE/.test(error.message) && !('type' in error)
    })
    await server.start()
    await client.appendToStream('s', happened(), { expectedRevision: 0n })
    expect(await placesOf(client.readStream('s'))).toEqual(['s@0', 's@1'])
  })

  test('breaks what is under way, and forgets its calls, not its events', async () => {
    const { client, server } = await startWithClient()
    await client.appendToStream('s', happened(), toNew)
    const subscription = client.subscribeToAll()
    const broken = new Promise((resolve) => subscription.once('error', resolve))
    subscription.resume()
    const fault = server.faults.onAppend({}, 'silence')
    const append = failureOf(client.appendToStream('t', happened(), toNew))
    await fault.hit
    await until(() => server.counters.events.bySubscriptions === 1)
    await server.stop()
    expect(await append).toMatchObject({ type: 'unavailable' })
    expect(await broken).toMatchObject({ type: 'unavailable' })
    const { open } = server.counters
    await until(() => server.connections + open.Subscribe + open.BatchAppend === 0)
    expect(server.log.all).toHaveLength(1)
  })

  test('is on the same port each time, and may be stopped twice', async () => {
    const { server } = await startWithClient()
    const { port } = server
    await server.stop()
    await server.stop()
    await server.start()
    expect(server.port).toBe(port)
  })
})

test('a server in a process of its own does as it is told', async () => {
  const server = await startEventStoreProcess({ tls: true, maxAppendSize: 1_000 })
  const client = EventStoreDBClient.connectionString(server.connectionString)
  const { id } = await server.tell({
    command: 'fault',
    fault: { on: 'append', kind: 'access-denied', of: { stream: '^refused', times: 1 } },
  })
  expect(await failureOf(client.appendToStream('refused-1', happened(), toNew))).toMatchObject({
    type: 'access-denied',
  })
  expect(await server.tell({ command: 'end-fault', id: Number(id) })).toEqual({ hits: 1 })
  await client.appendToStream('refused-1', happened(), toNew)
  await server.tell({ command: 'stop' })
  await until(async () => {
    const read = placesOf(client.readStream('refused-1'))
    return failureOf(read).then(
      () => true,
      () => false,
    )
  })
  await server.tell({ command: 'start' })
  expect(await placesOf(client.readStream('refused-1'))).toEqual(['refused-1@0'])
  expect(await server.tell({ command: 'counters' })).toMatchObject({ appends: 2, length: 1 })
  await client.dispose()
  await server.close()
})
