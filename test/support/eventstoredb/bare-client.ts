import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { type EventStoreServer, type EventStoreServerOptions, startEventStoreServer } from './server'

/** Servers and unmodified clients of a test, ended behind it. */
export function bareClients() {
  const clients: EventStoreDBClient[] = []
  const servers: EventStoreServer[] = []

  afterEach(async () => {
    // A call that a fault still holds would keep its client from its end.
    for (const server of servers) server.faults.endAll()
    for (const client of clients.splice(0)) await client.dispose()
    for (const server of servers.splice(0)) await server.close()
  })

  async function start(options?: EventStoreServerOptions): Promise<EventStoreServer> {
    const server = await startEventStoreServer(options)
    servers.push(server)
    return server
  }
  function connect(connectionString: string): EventStoreDBClient {
    const client = EventStoreDBClient.connectionString(connectionString)
    clients.push(client)
    return client
  }
  return {
    start,
    connect,
    async startWithClient(options?: EventStoreServerOptions) {
      const server = await start(options)
      return { server, client: connect(server.connectionString) }
    },
  }
}

export const happened = (
  type = 'Happened',
  data: Record<string, unknown> = { at: 1 },
  id: string = randomUUID(),
) => jsonEvent({ id, type, data })

interface Read {
  readonly event?: { readonly type: string; readonly streamId: string; readonly revision: bigint }
}

/** What a read gives, as `stream@revision`. */
export async function placesOf(read: AsyncIterable<Read>): Promise<string[]> {
  const places: string[] = []
  for await (const { event } of read) places.push(`${event?.streamId}@${event?.revision}`)
  return places
}

/** The error of a call that is to fail. */
export const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => {
      throw new Error('the call succeeded')
    },
    (error: unknown) => error,
  )

/** A call that may never be answered, watched so that it can be asked. */
export function watch(call: Promise<unknown>): { readonly isSettled: boolean } {
  const watched = { isSettled: false }
  const settle = () => {
    watched.isSettled = true
  }
  call.then(settle, settle)
  return watched
}
