import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { ClientPatience } from './client-patience'
import { deferContinue } from './form-expect'
import { isUpload } from './upload-routes'

export interface RunningServer {
  readonly port: number
  /**
   * Takes no new connections, lets the answers under way end for this long (unless told: as long as they
   * take), then cuts them off; whether all had ended.
   */
  close(drainMs?: number): Promise<boolean>
}

/** How often Node looks for connections that have been waited for too long. */
const looksForHeadMs = 1_000

/** Longer than proxies keep an idle connection of their own, so that none is closed under a request on its way. */
const keepAliveMs = 65_000

/** Serves on host and port; rejects when the address can't be had. Port 0 picks one. */
export async function listen(
  handler: RequestListener,
  host: string,
  port: number,
  { headMs }: Pick<ClientPatience, 'headMs'>,
): Promise<RunningServer> {
  const server = http.createServer(
    {
      headersTimeout: headMs,
      connectionsCheckingInterval: Math.min(looksForHeadMs, headMs),
      keepAliveTimeout: keepAliveMs,
      // Node's own limit on a whole request would end honest long uploads; see `ClientPatience`.
      requestTimeout: 0,
    },
    handler,
  )
  deferContinue(server, handler, isUpload)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  let closing = false
  /** Browsers connect ahead of their requests, and Node takes such a connection for one in use. */
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  // A connection that is kept alive behind its last answer would be waited for.
  for (const arrival of ['request', 'checkContinue']) {
    server.on(arrival, ({ socket }: IncomingMessage, response: ServerResponse) => {
      unused.delete(socket)
      response.once('close', () => {
        if (closing) server.closeIdleConnections()
      })
    })
  }
  return {
    port: (server.address() as AddressInfo).port,
    async close(drainMs) {
      closing = true
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of unused) socket.destroy()
      let cut = false
      const cutOff = () => {
        server.getConnections((_fault, connections) => {
          cut = connections > 0
          server.closeAllConnections()
        })
      }
      const timer = drainMs === undefined ? undefined : setTimeout(cutOff, drainMs)
      await closed
      clearTimeout(timer)
      return !cut
    },
  }
}

/** A listener for the time before there is one: requests wait for it, and none is lost. */
export function startLater(): { readonly listener: RequestListener; start(listener: RequestListener): void } {
  const waiting: Parameters<RequestListener>[] = []
  let current: RequestListener = (...call) => void waiting.push(call)
  return {
    listener: (...call) => current(...call),
    start(listener) {
      current = listener
      for (const call of waiting.splice(0)) listener(...call)
    },
  }
}

/** The base of URLs that lead to a host and port, for clients on this machine or network. */
export const baseUrlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`
