import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import fc from 'fast-check'
import { type AddressRange, clientAddress } from '../../../src/interfaces/http/client-address'

/** A request from there, with these headers. */
function requestFrom(peer: string | undefined, ...forwarded: readonly string[]): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer })
  const request = new IncomingMessage(socket)
  request.headersDistinct = forwarded.length === 0 ? {} : { 'x-forwarded-for': [...forwarded] }
  return request
}

const proxies: readonly AddressRange[] = [
  { address: '10.0.0.0', prefix: 8 },
  { address: '127.0.0.1', prefix: 32 },
  { address: 'fd00::', prefix: 8 },
]
const behindProxies = clientAddress(proxies)

test.each<[string, string, readonly string[], string]>([
  ['a client that speaks for itself', '203.0.113.7', [], '203.0.113.7'],
  ['IPv4 on a socket of IPv6', '::ffff:203.0.113.7', [], '203.0.113.7'],
  ['a zone', 'fe80::1%eth0', [], 'fe80::1'],
  ['a claim that nobody trusted makes', '203.0.113.7', ['198.51.100.1'], '203.0.113.7'],
  ['a trusted proxy that says nothing', '127.0.0.1', [], '127.0.0.1'],
  ['the client of a trusted proxy', '127.0.0.1', ['203.0.113.7'], '203.0.113.7'],
  ['a proxy on a socket of IPv6', '::ffff:10.1.2.3', ['203.0.113.7'], '203.0.113.7'],
  ['two trusted proxies', '127.0.0.1', ['203.0.113.7, 10.1.2.3'], '203.0.113.7'],
  ['two headers', '127.0.0.1', ['203.0.113.7', 'fd00::2'], '203.0.113.7'],
  ['what a client had sent to the proxy', '127.0.0.1', ['198.51.100.1, 203.0.113.7'], '203.0.113.7'],
  ['a forger who names a trusted proxy', '127.0.0.1', ['10.0.0.9, 203.0.113.7'], '203.0.113.7'],
  ['trusted proxies alone', '127.0.0.1', ['10.0.0.1,10.0.0.2'], '10.0.0.1'],
  ['a port', '127.0.0.1', ['203.0.113.7:51234'], '203.0.113.7'],
  ['IPv6 in brackets', '127.0.0.1', ['[2001:db8::7]:443'], '2001:db8::7'],
  ['IPv6', 'fd12::1', ['2001:db8::7'], '2001:db8::7'],
  ['what is no address', '127.0.0.1', ['unknown'], '127.0.0.1'],
  ['what is no address, behind a proxy', '127.0.0.1', ['203.0.113.7, _hidden, 10.0.0.1'], '10.0.0.1'],
  ['nothing between commas', '127.0.0.1', ['203.0.113.7,'], '127.0.0.1'],
])('%s', (_what, peer, forwarded, client) =>
  expect(behindProxies(requestFrom(peer, ...forwarded))).toBe(client),
)

test('without trusted proxies no header counts', () =>
  expect(clientAddress([])(requestFrom('127.0.0.1', '203.0.113.7'))).toBe('127.0.0.1'))

test('a connection that is gone comes from nowhere', () =>
  expect(behindProxies(requestFrom(undefined, '203.0.113.7'))).toBeNull())

test('whatever a header holds, an address comes of it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.ipV4Extended()), (text) => {
      expect(behindProxies(requestFrom('10.0.0.1', text))).toMatch(/^[\da-f.:]+$/i)
    }),
  )
})
