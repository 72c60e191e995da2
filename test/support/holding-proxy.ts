import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a service on which every connection stands still behind so many bytes to it; answers come through. */
export interface HoldingProxy {
  readonly url: string
  close(): Promise<void>
}

export async function holdingProxy(serviceUrl: string, bytes: number): Promise<HoldingProxy> {
  const { port: servicePort } = new URL(serviceUrl)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const service = connect(Number(servicePort), '127.0.0.1')
    let left = bytes
    for (const [socket, other] of [
      [client, service],
      [service, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    service.pipe(client)
    client.on('data', (chunk) => {
      service.write(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) client.pause()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
