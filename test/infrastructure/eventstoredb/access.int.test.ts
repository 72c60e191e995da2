import { newEvents, newStream } from '../../contract/event-store/samples'
import {
  certificateFile,
  type EventStoreServer,
  startEventStoreServer,
} from '../../support/eventstoredb/server'
import { newHistory } from './histories'

describe('a server that asks who calls', () => {
  let server: EventStoreServer
  beforeAll(async () => {
    server = await startEventStoreServer({
      tls: true,
      users: { service: { password: 'p:ss', groups: ['$admins'] } },
    })
  })
  afterAll(() => server.close())

  const address = (credentials: string) =>
    `esdb://${credentials}127.0.0.1:${server.port}?tlsCAFile=${encodeURIComponent(certificateFile)}`

  it('takes the credentials of the connection string, over TLS', async () => {
    const history = newHistory(address('service:p%3Ass@'))
    const store = await history.open()
    expect(await store.append(newStream(), 'no-stream', newEvents())).toMatchObject({ outcome: 'appended' })
    expect(await store.readAll(null, 10)).toHaveLength(1)
    await history.close()
  })

  it.each(['', 'service:wrong@', 'nobody:p%3Ass@'])(
    'refuses those of %p, and it is said without them',
    async (who) => {
      const history = newHistory(address(who))
      const store = await history.open()
      const calls = [
        store.append(newStream(), 'no-stream', newEvents()),
        store.readStream(newStream()),
        store.readAll(null, 10),
        store.head(),
      ]
      await Promise.all(
        calls.map(async (call) => {
          await expect(call).rejects.toThrow(/denies access/)
          await expect(call).rejects.not.toThrow(/service|wrong|p:ss/)
        }),
      )
      await history.close()
    },
  )
})
