import type { IncomingMessage } from 'node:http'
import { MIMEType } from 'node:util'

/** Why a request's body isn't even looked at. */
export type RequestRefusal =
  | { readonly code: 'media-type' }
  | { readonly code: 'content-encoding' }
  | { readonly code: 'token-in-query' }
  | { readonly code: 'multipart-invalid'; readonly detail: string }

/** RFC 2046 allows 70 characters; there are clients with more. */
const longestBoundary = 200

/** What an upload's line and headers say against it; `null`: nothing, the form can be read. */
export function refuseUploadRequest(request: IncomingMessage): RequestRefusal | null {
  return refuseRequest(request) ?? refuseMultipart(request)
}

/** What holds for every body that carries a token. */
export function refuseRequest(request: IncomingMessage): RequestRefusal | null {
  if (hasTokenInQuery(request.url ?? '')) return { code: 'token-in-query' }
  const encodings = (request.headers['content-encoding'] ?? '').split(',')
  if (encodings.some((encoding) => !/^\s*(identity)?\s*$/i.test(encoding))) {
    return { code: 'content-encoding' }
  }
  return null
}

function refuseMultipart(request: IncomingMessage): RequestRefusal | null {
  if (mediaTypeOf(request)?.essence !== 'multipart/form-data') return { code: 'media-type' }
  if (boundaryOf(request) === null) {
    const detail = `The Content-Type needs a boundary of 1 to ${longestBoundary} characters.`
    return { code: 'multipart-invalid', detail }
  }
  return null
}

/** `null`: there is none, or it is malformed. */
export function mediaTypeOf(request: IncomingMessage): MIMEType | null {
  try {
    return new MIMEType(request.headers['content-type'] ?? '')
  } catch {
    return null
  }
}

/** The boundary of a multipart body; `null`: none that can be used. */
export function boundaryOf(request: IncomingMessage): string | null {
  const boundary = mediaTypeOf(request)?.params.get('boundary') ?? ''
  return boundary.length > 0 && boundary.length <= longestBoundary ? boundary : null
}

/** Addresses are logged, kept and passed on: a token that came in one is spoilt, however it is spelt. */
function hasTokenInQuery(url: string): boolean {
  const [, ...query] = url.split('?')
  const names = [...new URLSearchParams(query.join('?')).keys()]
  return names.some((name) => /^\s*token\s*(\[|$)/i.test(name))
}
