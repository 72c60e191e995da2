import type { RequestListener } from 'node:http'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RunningServer {
  readonly port: number
  /** Takes no new connections, lets the answers under way end, and closes what is idle. */
  close(): Promise<void>
}

/** Serves on host and port; rejects when the address can't be had. Port 0 picks one. */
export async function listen(handler: RequestListener, host: string, port: number): Promise<RunningServer> {
  const server = http.createServer(handler)
  // An honest upload may take longer than Node's five minutes.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

/** The base of URLs that lead to a host and port, for clients on this machine or network. */
export const baseUrlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`
