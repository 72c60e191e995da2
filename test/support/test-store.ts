import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { startEventStoreServer } from './eventstoredb/server'

type Env = Readonly<Record<string, string>>

/** Where the history of a service under test is kept, and the variables that tell the service so. */
export interface TestStore {
  readonly env: Env
  /** Those of two processes of one deployment below this directory: with one data directory on SQLite, else one each. */
  pairIn(directory: string): readonly [Env, Env]
  close(): Promise<void>
}

const stores = ['sqlite', 'eventstoredb'] as const

/** What the services of a run of tests keep their history in; `APERTURE_TEST_STORE` chooses. */
export const chosenStore: (typeof stores)[number] = storeOf(process.env.APERTURE_TEST_STORE ?? 'sqlite')

export async function openTestStore(): Promise<TestStore> {
  if (chosenStore === 'sqlite') {
    const pairIn = (directory: string) => {
      const env = { APERTURE_DATA_DIR: directory }
      return [env, env] as const
    }
    return { env: {}, pairIn, close: async () => {} }
  }
  const server = await startEventStoreServer()
  const env = onServer(server)
  return { env, pairIn: (directory) => nodesIn(env, directory), close: server.close }
}

/** A history of its own on this server. */
export const onServer = ({ connectionString }: { readonly connectionString: string }) => ({
  APERTURE_EVENT_STORE: connectionString,
  APERTURE_STREAM_PREFIX: `t${randomBytes(8).toString('hex')}.`,
})

function nodesIn(env: Env, directory: string) {
  const node = (name: string) => ({
    ...env,
    APERTURE_DATA_DIR: path.join(directory, name),
    APERTURE_DATASET_DIR: path.join(directory, 'shared'),
  })
  return [node('first'), node('second')] as const
}

function storeOf(word: string): (typeof stores)[number] {
  const store = stores.find((known) => known === word)
  if (store === undefined) throw new RangeError(`APERTURE_TEST_STORE is one of ${stores.join(', ')}`)
  return store
}
