import { keptEventStoreContract } from '../../contract/event-store'
import { type EventStoreServer, startEventStoreServer } from '../../support/eventstoredb/server'
import { openContractHistory } from './histories'

describe('the protocol server', () => {
  let server: EventStoreServer
  beforeAll(async () => {
    server = await startEventStoreServer()
  })
  afterAll(() => server.close())

  keptEventStoreContract('EventStoreDB', () => openContractHistory(server.connectionString))
})

const real = process.env.APERTURE_TEST_EVENTSTORE
if (real !== undefined) keptEventStoreContract('a real EventStoreDB', () => openContractHistory(real))
