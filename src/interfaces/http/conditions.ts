import type { IncomingHttpHeaders } from 'node:http'

const entityTag = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g

/** The tags of a list, or the sign for any; weak ones keep their `W/`. */
const tagsOf = (field: string): readonly string[] =>
  field.trim() === '*' ? ['*'] : (field.match(entityTag) ?? [])

const strongly = (tags: readonly string[], etag: string): boolean => tags.includes('*') || tags.includes(etag)

const weakly = (tags: readonly string[], etag: string): boolean =>
  tags.includes('*') || tags.some((tag) => tag.replace(/^W\//, '') === etag)

/**
 * What the conditions of a GET or HEAD say of content with this strong tag (RFC 9110, 13.2.2). Conditions by date
 * don't count: the content has none.
 */
export function checkConditions(
  headers: IncomingHttpHeaders,
  etag: string,
): 'send' | 'not-modified' | 'failed' {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
  if (ifMatch !== undefined && !strongly(tagsOf(ifMatch), etag)) return 'failed'
  if (ifNoneMatch !== undefined && weakly(tagsOf(ifNoneMatch), etag)) return 'not-modified'
  return 'send'
}

/** Whether a range may be sent of content with this strong tag; otherwise the whole is (RFC 9110, 13.1.5). */
export function allowsRange({ 'if-range': ifRange }: IncomingHttpHeaders, etag: string): boolean {
  return ifRange === undefined || String(ifRange).trim() === etag
}
