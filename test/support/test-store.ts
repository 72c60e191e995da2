import { randomBytes } from 'node:crypto'
import { startEventStoreServer } from './eventstoredb/server'

/** Where the history of a service under test is kept, and the variables that tell the service so. */
export interface TestStore {
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

const stores = ['sqlite', 'eventstoredb'] as const

/** What the services of a run of tests keep their history in; `APERTURE_TEST_STORE` chooses. */
export const chosenStore: (typeof stores)[number] = storeOf(process.env.APERTURE_TEST_STORE ?? 'sqlite')

/** For tests that look into the very file of SQLite, or break it: on another store there is none. */
export const onSqlite: jest.It = chosenStore === 'sqlite' ? test : test.skip

export async function openTestStore(): Promise<TestStore> {
  if (chosenStore === 'sqlite') return { env: {}, close: async () => {} }
  const server = await startEventStoreServer()
  return { env: onServer(server), close: server.close }
}

/** A history of its own on this server. */
export const onServer = ({ connectionString }: { readonly connectionString: string }) => ({
  APERTURE_EVENT_STORE: connectionString,
  APERTURE_STREAM_PREFIX: `t${randomBytes(8).toString('hex')}.`,
})

function storeOf(word: string): (typeof stores)[number] {
  const store = stores.find((known) => known === word)
  if (store === undefined) throw new RangeError(`APERTURE_TEST_STORE is one of ${stores.join(', ')}`)
  return store
}
