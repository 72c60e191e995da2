import type { IncomingMessage } from 'node:http'

/**
 * The bearer credential of a request (RFC 6750); `null`: it has none. Of two headers Node would take the first, and a
 * proxy in front perhaps the other: such a request has none either.
 */
export function bearerOf({ headersDistinct }: IncomingMessage): string | null {
  const [header = '', ...others] = headersDistinct.authorization ?? []
  const [, credential] = /^Bearer +([\w.~+/-]+=*) *$/i.exec(header) ?? []
  return others.length > 0 ? null : (credential ?? null)
}
