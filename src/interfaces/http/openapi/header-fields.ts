import type { JsonSchema } from '../described'

interface HeaderField {
  readonly says: string
  readonly schema: JsonSchema
}

const text = (says: string, ...examples: readonly string[]): HeaderField => ({
  says,
  schema: { type: 'string', ...(examples.length === 0 ? {} : { examples }) },
})
const fixed = (says: string, value: string): HeaderField => ({ says, schema: { const: value } })

/** The headers of answers that the service itself sets. */
export const headerFields = {
  'Cache-Control': fixed('Nothing of an answer stays with a cache.', 'no-store'),
  'Referrer-Policy': fixed('Nor with a next page.', 'no-referrer'),
  'X-Content-Type-Options': fixed('Nor is its type guessed.', 'nosniff'),
  'Accept-Ranges': fixed('The content can be had in ranges.', 'bytes'),
  Allow: text('The methods that the address answers.', 'GET, HEAD, OPTIONS'),
  'Content-Disposition': text('A name to keep the content under.', 'attachment; filename="result.csv"'),
  'Content-Range': text('Which bytes of how many.', 'bytes 0-1023/8192'),
  'Content-Security-Policy': text('What the page may load: nothing.'),
  ETag: text('A strong tag of these bytes.', '"9f86d081884c7d65"'),
  Link: text(
    'The next page, where there is one.',
    '<https://aperture.example.org/-/dataset?after=…>; rel="next"',
  ),
  'Retry-After': {
    says: 'Seconds after which it is worth trying again.',
    schema: { type: 'string', pattern: '^[1-9]\\d*$', examples: ['5'] },
  },
  Vary: text('The fields of the request that the answer depends on.', 'Accept'),
  'WWW-Authenticate': fixed('How to authenticate.', 'Bearer'),
  'X-Accel-Buffering': fixed('For proxies: what is sent arrives at once.', 'no'),
  'Access-Control-Allow-Origin': text('The origin of the page that asks, when it is a named one.'),
  'Access-Control-Expose-Headers': text('The headers that such a page may read.'),
  'Access-Control-Allow-Methods': text('Of a preflight.'),
  'Access-Control-Allow-Headers': text('Of a preflight.'),
  'Access-Control-Max-Age': text('Of a preflight, in seconds.'),
} as const satisfies Readonly<Record<string, HeaderField>>

export type HeaderName = keyof typeof headerFields

/** On every answer. */
export const headersOfAll = ['Cache-Control', 'Referrer-Policy', 'X-Content-Type-Options'] as const

/** What pages of named origins are told beside the answer; see `sharedWith`. */
export const sharingHeaders = [
  'Vary',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
] as const
export const preflightHeaders = [
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Max-Age',
] as const

/** Headers of requests that make a difference, besides those that OpenAPI has a place of their own for. */
export const requestHeaderFields = {
  Range: text('One range of bytes of the CSV form.', 'bytes=0-1023'),
  'If-Match': text('Answered only while the content has one of these tags.'),
  'If-None-Match': text('Answered 304 while the content has one of these tags.'),
  'If-Range': text('The range counts only while the content has this tag.'),
  'Last-Event-ID': text('The position to go on behind; counts where `from` does.'),
} as const satisfies Readonly<Record<string, HeaderField>>

export type RequestHeaderName = keyof typeof requestHeaderFields
