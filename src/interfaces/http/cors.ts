import type { IncomingMessage } from 'node:http'
import type { HttpAnswer } from './answer'

type Headers = Readonly<Record<string, string>>

/** What pages are for: uploads, status and result of a token, and data; also what isn't there or can't be decoded. */
export const sharedPaths = /^\/-\/(token\/|dataset(?![^/?]))/

const exposedHeaders = 'Retry-After, ETag, Content-Range, Content-Disposition'
const requestHeaders = 'Authorization, Content-Type, If-Match, If-None-Match, If-Range, Range'
const preflightSeconds = '600'

/**
 * An answer with what lets pages of these origins read it (the Fetch standard's CORS protocol), whatever its status.
 * `origins`: exactly as browsers write them. No credential here is a cookie, so that none is allowed.
 */
export function sharedWith(
  origins: readonly string[],
  request: IncomingMessage,
  answer: HttpAnswer,
): HttpAnswer {
  if (origins.length === 0 || answer.kind === 'none' || !sharedPaths.test(request.url ?? '')) return answer
  const { origin } = request.headers
  const { Vary: varies, Allow: methods = '' } = answer.headers
  const headers: Headers = {
    ...answer.headers,
    Vary: varies === undefined ? 'Origin' : `${varies}, Origin`,
  }
  if (origin === undefined || !origins.includes(origin)) return { ...answer, headers }
  const allowed: Headers = {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': exposedHeaders,
    ...(isPreflight(request) ? preflightHeaders(methods) : {}),
  }
  return { ...answer, headers: { ...headers, ...allowed } }
}

const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

const preflightHeaders = (methods: string): Headers => ({
  'Access-Control-Allow-Methods': methods,
  'Access-Control-Allow-Headers': requestHeaders,
  'Access-Control-Max-Age': preflightSeconds,
})

/** Whether a page asks that could not read the answer. While no origins are configured, no page is asked where it is from. */
export const isForeign = (
  { headers: { origin } }: IncomingMessage,
  origins: readonly string[],
  publicUrl: string,
): boolean =>
  origins.length > 0 &&
  origin !== undefined &&
  !origins.includes(origin) &&
  origin !== new URL(publicUrl).origin
