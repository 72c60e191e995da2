import type { IncomingMessage } from 'node:http'
import { type RequestRefusal, refuseRequest } from './form-request'
import { type Field, type FieldsRefusal, fieldReaderFor } from './form-token-fields'
import { readSmallBody, type SmallBodyRefusal } from './small-body'

export type TokenFormRefusal =
  | RequestRefusal
  | FieldsRefusal
  | SmallBodyRefusal
  | { readonly code: 'part-missing'; readonly part: 'token' }
  | { readonly code: 'part-duplicate'; readonly part: 'token' | 'part' }
  | { readonly code: 'part-unexpected' }

/** The fields of a request about a token. `part` is whatever the client wrote, `null` when it wrote none. */
export type TokenForm =
  | { readonly outcome: 'read'; readonly token: string; readonly part: string | null }
  | { readonly outcome: 'refused'; readonly refusal: TokenFormRefusal }

const refused = (refusal: TokenFormRefusal): TokenForm => ({ outcome: 'refused', refusal })

/**
 * Reads `token` and, where it is given, `part` from an urlencoded form, a multipart form or a JSON object that
 * comes within `idleMs`. Rejects with `ClientGone`. After a refusal the rest of the body may still be arriving.
 */
export async function readTokenForm(request: IncomingMessage, idleMs: number): Promise<TokenForm> {
  const early = refuseRequest(request)
  if (early) return refused(early)
  const readFields = fieldReaderFor(request)
  if (readFields === null) return refused({ code: 'media-type' })
  const body = await readSmallBody(request, idleMs)
  if (body.outcome === 'refused') return refused(body.refusal)
  const reading = await readFields(body.bytes)
  return reading.outcome === 'read' ? formOf(reading.fields) : refused(reading.refusal)
}

/**
 * A field by any other name is refused rather than passed over: with a misspelt `part` something else would be
 * delivered, and it is delivered only once.
 */
function formOf(fields: readonly Field[]): TokenForm {
  const found: { token?: string; part?: string } = {}
  for (const { name, value } of fields) {
    if (name !== 'token' && name !== 'part') return refused({ code: 'part-unexpected' })
    if (found[name] !== undefined) return refused({ code: 'part-duplicate', part: name })
    found[name] = value.trim()
  }
  if (found.token === undefined) return refused({ code: 'part-missing', part: 'token' })
  return { outcome: 'read', token: found.token, part: found.part ?? null }
}
