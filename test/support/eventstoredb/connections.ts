import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

export interface Connections {
  readonly open: number
  /** Answers the port. */
  listen(port: number): Promise<number>
  /** Breaks one caller's connection, `address:port` as a call names its peer. */
  cut(peer: string): void
  /** Breaks every connection and refuses new ones. */
  end(): Promise<void>
}

/** The sockets of a server, in our own hands so that they can break as those of a dead process do. */
export function createConnections(serve: (socket: Socket) => void): Connections {
  const sockets = new Map<string, Socket>()
  let server: Server | undefined
  return {
    get open() {
      return sockets.size
    },
    async listen(port) {
      const listening = createServer((socket) => {
        const peer = `${socket.remoteAddress}:${socket.remotePort}`
        sockets.set(peer, socket)
        socket.setNoDelay(true)
        socket.on('close', () => sockets.delete(peer))
        socket.on('error', () => undefined)
        serve(socket)
      })
      listening.listen(port, '127.0.0.1')
      await once(listening, 'listening')
      server = listening
      return (listening.address() as AddressInfo).port
    },
    cut: (peer) => void sockets.get(peer)?.destroy(),
    async end() {
      const ending = server
      if (ending === undefined) return
      server = undefined
      const closed = once(ending, 'close')
      ending.close()
      for (const socket of sockets.values()) socket.destroy()
      await closed
    },
  }
}
