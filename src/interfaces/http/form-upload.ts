import type { IncomingMessage } from 'node:http'
import type { UploadPart } from '../../application/upload-parts'
import { type FormArrivals, receiveUploadForm } from './form-arrivals'
import { boundedContent, type HeldFile, hold, reasonOf } from './form-content'
import { chunksOf } from './multipart-chunks'
import type { UploadPatience } from './upload-pace'

/** The form of one upload. It is read once. */
export interface UploadForm {
  /** See `UploadPart`. Nothing of the body is read before the first part is asked for. */
  readonly parts: AsyncIterable<UploadPart>
  /**
   * Stops reading, at any time and again; the rest of the request is left to whoever answers it. Those who
   * still read are told `ClientGone`: what they would say isn't waited for any more.
   */
  stop(): void
}

export interface UploadLimits {
  /** Of `file_csv`; exactly so many pass. */
  readonly maxUploadBytes: number
  /** Of `file_def`, where the application does not stop sooner by itself. */
  readonly maxDefinitionBytes?: number
  /** Absent: the client is waited for as long as it takes. */
  readonly patience?: UploadPatience
}

/**
 * The parts of an upload, no faster than they are asked for: nothing of the body is held outside the buffers
 * of its streams, but for the files before a late token.
 */
export function readUploadForm(request: IncomingMessage, limits: UploadLimits): UploadForm {
  const arrivals = receiveUploadForm(request, limits.patience)
  return {
    parts: partsOf(arrivals, limits),
    stop: () => arrivals.end({ how: 'gone' }),
  }
}

async function* partsOf(arrivals: FormArrivals, limits: UploadLimits): AsyncGenerator<UploadPart, void> {
  const limitOf = {
    file_csv: limits.maxUploadBytes,
    file_def: limits.maxDefinitionBytes ?? limits.maxUploadBytes,
  }
  const held: HeldFile[] = []
  let tokenSeen = false
  try {
    for (;;) {
      const arrival = await arrivals.next()
      if (arrival.kind === 'end') {
        if (arrival.ending.how === 'whole') return
        if (arrival.ending.how !== 'refused') throw reasonOf(arrival.ending)
        yield { part: 'refused', refusal: arrival.ending.refusal }
        return
      }
      if (arrival.kind === 'file' && !tokenSeen) {
        held.push(await hold(arrival, arrivals, held))
        continue
      }
      if (arrival.kind === 'token') {
        tokenSeen = true
        yield { part: 'token', value: arrival.value }
      }
      const files =
        arrival.kind === 'token'
          ? held.splice(0)
          : [{ part: arrival.part, chunks: chunksOf(arrival.content) }]
      for (const { part, chunks } of files) {
        const { content, finish } = boundedContent(chunks, limitOf[part], arrivals)
        yield { part, content }
        const refusal = await finish()
        if (refusal !== null) {
          yield { part: 'refused', refusal }
          return
        }
      }
    }
  } finally {
    arrivals.end({ how: 'gone' })
    held.length = 0
  }
}
