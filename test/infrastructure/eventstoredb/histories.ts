import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import {
  type EventStoreDbEventStore,
  type EventStoreDbEventStoreOptions,
  openEventStoreDbEventStore,
} from '../../../src/infrastructure/eventstoredb/event-store'
import type { HandWritten, OpenedKeptEventStore } from '../../contract/event-store'
import { type EventStoreServer, startEventStoreServer } from '../../support/eventstoredb/server'
import { until } from '../../support/until'

/** Of nobody else, on a server that others use, too. */
export const newPrefix = (): string => `aperture_test_${randomUUID().replaceAll('-', '')}.`

/** A history of its own on a server; the stores that were opened on it are closed together. */
export function newHistory(connectionString: string, streamPrefix = newPrefix()) {
  const opened: EventStoreDbEventStore[] = []
  return {
    prefix: streamPrefix,
    async open(options: Partial<EventStoreDbEventStoreOptions> = {}): Promise<EventStoreDbEventStore> {
      const store = await openEventStoreDbEventStore({ connectionString, streamPrefix, ...options })
      opened.push(store)
      return store
    },
    async close(): Promise<void> {
      await Promise.all(opened.map((store) => store.close()))
    },
  }
}

export interface Served {
  readonly server: EventStoreServer
  readonly history: ReturnType<typeof newHistory>
}

/** A test server for the suite, and a history of its own on it for each test, of which no call stays open. */
export function servedHistory(): Served {
  let server: EventStoreServer
  let history: Served['history']
  beforeAll(async () => {
    server = await startEventStoreServer()
  })
  beforeEach(() => {
    history = newHistory(server.connectionString)
  })
  afterEach(async () => {
    server.faults.endAll()
    server.clockSkewMs = 0
    await history.close()
    await until(() => server.counters.open.Read + server.counters.open.Subscribe === 0)
  })
  afterAll(() => server.close())
  return {
    get server() {
      return server
    },
    get history() {
      return history
    },
  }
}

export async function openContractHistory(connectionString: string): Promise<OpenedKeptEventStore> {
  const history = newHistory(connectionString)
  return {
    store: await history.open(),
    reopen: () => history.open(),
    async writeByHand({ stream, type, data, metadata }: HandWritten) {
      const event = jsonEvent({ type, data: { ...data }, metadata: { ...metadata } })
      await withBareClient(connectionString, (client) =>
        client.appendToStream(history.prefix + stream, event),
      )
    },
    close: () => history.close(),
  }
}

/** The library's client as it is. */
export async function withBareClient<T>(
  connectionString: string,
  use: (client: EventStoreDBClient) => Promise<T>,
): Promise<T> {
  const client = EventStoreDBClient.connectionString(connectionString)
  try {
    return await use(client)
  } finally {
    await client.dispose()
  }
}
