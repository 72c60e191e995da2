import type { IncomingMessage } from 'node:http'
import { type BodyCodec, decodeBody } from './body-codec'
import { mediaTypeOf, refuseRequest } from './form-request'
import type { Problem } from './problem-table'
import { readSmallBody } from './small-body'

export type JsonBody<Body> =
  | { readonly outcome: 'read'; readonly body: Body }
  | { readonly outcome: 'refused'; readonly problem: Problem }

const refused = (problem: Problem) => ({ outcome: 'refused', problem }) as const

/**
 * The JSON object that a request consists of, as the codec has it, when it comes within `idleMs`. Rejects with
 * `ClientGone`. After a refusal the rest of the body may still be arriving.
 */
export async function readJsonBody<Body>(
  request: IncomingMessage,
  codec: BodyCodec<Body>,
  idleMs: number,
): Promise<JsonBody<Body>> {
  const early = refuseRequest(request)
  if (early !== null) return refused(early)
  if (mediaTypeOf(request)?.essence !== 'application/json') return refused({ code: 'media-type' })
  const reading = await readSmallBody(request, idleMs)
  if (reading.outcome === 'refused') return refused(reading.refusal)
  const json = parseObject(reading.bytes)
  if (json === null) {
    return refused({ code: 'body-invalid', detail: 'The body must be a JSON object in UTF-8.' })
  }
  const decoded = decodeBody(codec, json)
  return decoded.outcome === 'read' ? decoded : refused({ code: 'body-invalid', errors: decoded.errors })
}

function parseObject(bytes: Buffer): object | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : null
  } catch {
    return null
  }
}
