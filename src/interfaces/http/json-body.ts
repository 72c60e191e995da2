import type { IncomingMessage } from 'node:http'
import { ClientGone } from '../../application/upload-parts'
import { type BodyCodec, decodeBody } from './body-codec'
import { mediaTypeOf, refuseRequest } from './form-request'
import { chunksOf, StreamCut } from './multipart-chunks'
import type { Problem } from './problem-table'

export type JsonBody<Body> =
  | { readonly outcome: 'read'; readonly body: Body }
  | { readonly outcome: 'refused'; readonly problem: Problem }

const maxBytes = 64 * 1024

const refused = (problem: Problem) => ({ outcome: 'refused', problem }) as const

/**
 * The JSON object that a request consists of, as the codec has it. Rejects with `ClientGone`. After a refusal the
 * rest of the body may still be arriving.
 */
export async function readJsonBody<Body>(
  request: IncomingMessage,
  codec: BodyCodec<Body>,
): Promise<JsonBody<Body>> {
  const early = refuseRequest(request)
  if (early !== null) return refused(early)
  if (mediaTypeOf(request)?.essence !== 'application/json') return refused({ code: 'media-type' })
  const bytes = await readAll(request)
  if (bytes === null) return refused({ code: 'body-too-large', limit: maxBytes })
  const json = parseObject(bytes)
  if (json === null) {
    return refused({ code: 'body-invalid', detail: 'The body must be a JSON object in UTF-8.' })
  }
  const decoded = decodeBody(codec, json)
  return decoded.outcome === 'read' ? decoded : refused({ code: 'body-invalid', errors: decoded.errors })
}

/** `null`: it is longer than it may be. */
async function readAll(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of chunksOf(request)) {
      bytes += chunk.length
      if (bytes > maxBytes) return null
      chunks.push(chunk)
    }
  } catch (fault) {
    throw fault instanceof StreamCut ? new ClientGone('the client is gone') : fault
  }
  return Buffer.concat(chunks)
}

function parseObject(bytes: Buffer): object | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : null
  } catch {
    return null
  }
}
