import type { IncomingMessage } from 'node:http'

/** The bearer credential of a request (RFC 6750); `null`: it has none. */
export function bearerOf({ headers }: IncomingMessage): string | null {
  const [, credential] = /^Bearer +([\w.~+/-]+=*) *$/i.exec(headers.authorization ?? '') ?? []
  return credential ?? null
}
