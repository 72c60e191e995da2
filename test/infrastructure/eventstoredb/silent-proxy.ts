import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server on whose connections nothing comes through any more, and which stay open. */
export interface SilentProxy {
  readonly connectionString: string
  /** Silences the connections that there are; those that come are sound. */
  silence(): void
  /** Breaks the connections that there are. */
  cut(): void
  close(): Promise<void>
}

export async function silentProxy(serverPort: number): Promise<SilentProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    const pair = [client, server] as const
    pairs.add(pair)
    for (const [socket, other] of [pair, [server, client] as const]) {
      socket.on('error', () => undefined)
      socket.on('close', () => {
        pairs.delete(pair)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  const cut = () => {
    for (const [client] of pairs) client.destroy()
  }
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as AddressInfo
  return {
    connectionString: `esdb://127.0.0.1:${port}?tls=false`,
    silence() {
      for (const [client, server] of pairs) {
        client.unpipe(server)
        server.unpipe(client)
        client.pause()
        server.pause()
      }
    },
    cut,
    async close() {
      cut()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
