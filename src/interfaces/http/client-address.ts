import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Addresses by what they begin with: `10.0.0.0/8` is `{ address: '10.0.0.0', prefix: 8 }`. */
export interface AddressRange {
  readonly address: string
  /** Of bits. */
  readonly prefix: number
}

/** Where a request comes from; `null`: its connection is gone. */
export type ClientAddress = (request: IncomingMessage) => string | null

/**
 * The address that the nearest proxy which isn't trusted speaks from. Each trusted proxy adds the address that it was
 * spoken to from at the end of X-Forwarded-For; what stands before the first that isn't trusted, anyone may have sent.
 */
export function clientAddress(trustedProxies: readonly AddressRange[]): ClientAddress {
  const trusted = new BlockList()
  for (const { address, prefix } of trustedProxies) trusted.addSubnet(address, prefix, family(address))
  const isTrusted = (address: string) => trusted.check(address, family(address))

  return ({ socket, headersDistinct }) => {
    let client = plainAddress(socket.remoteAddress ?? '')
    const forwarded = (headersDistinct['x-forwarded-for'] ?? []).join().split(',')
    while (client !== null && isTrusted(client)) {
      const before = plainAddress(forwarded.pop() ?? '')
      if (before === null) return client
      client = before
    }
    return client
  }
}

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Without a port, as some proxies add, without a zone, and IPv4 as such; `null`: it is no address. */
function plainAddress(text: string): string | null {
  const [, inBrackets, withPort] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(text.trim()) ?? []
  const bare = (inBrackets ?? withPort ?? text.trim()).replace(/%.*$/, '')
  const address = bare.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? null : address
}
