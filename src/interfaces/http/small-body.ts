import type { IncomingMessage } from 'node:http'
import { ClientGone } from '../../application/upload-parts'
import { chunksOf, StreamCut } from './multipart-chunks'
import { clocked, waitingClock } from './waiting-clock'

/** Of every body but an upload's. */
const maxBytes = 64 * 1024

export type SmallBodyRefusal =
  | { readonly code: 'body-too-large'; readonly limit: number }
  | { readonly code: 'body-idle'; readonly seconds: number }

export type SmallBody =
  | { readonly outcome: 'read'; readonly bytes: Buffer }
  | { readonly outcome: 'refused'; readonly refusal: SmallBodyRefusal }

/**
 * The whole body of a request, as long as it is small and comes within `idleMs`. Rejects with `ClientGone`. After a
 * refusal the rest of it may still be arriving.
 */
export async function readSmallBody(request: IncomingMessage, idleMs: number): Promise<SmallBody> {
  const late = new AbortController()
  const clock = waitingClock(idleMs, () => late.abort())
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of clocked(chunksOf(request, late.signal), clock)) {
      bytes += chunk.length
      if (bytes > maxBytes) return refused({ code: 'body-too-large', limit: maxBytes })
      chunks.push(chunk)
    }
  } catch (fault) {
    if (late.signal.aborted) return refused({ code: 'body-idle', seconds: idleMs / 1_000 })
    throw fault instanceof StreamCut ? new ClientGone('the client is gone') : fault
  }
  return { outcome: 'read', bytes: Buffer.concat(chunks) }
}

const refused = (refusal: SmallBodyRefusal): SmallBody => ({ outcome: 'refused', refusal })
