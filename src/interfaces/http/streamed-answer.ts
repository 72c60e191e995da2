import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** Content that can be had once. */
export interface Delivery {
  /** Its last byte has been handed to the socket. */
  delivered(): Promise<void>
  giveBack(): Promise<void>
}

export interface StreamedAnswer {
  readonly kind: 'streamed'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** How long the content is; absent: it is sent in chunks. */
  readonly bytes?: number
  /** Opened when the answer is written; not for HEAD. */
  content(): AsyncIterable<Uint8Array>
  readonly delivery?: Delivery
}

/**
 * Streams content no faster than the client takes it. A client that leaves, or takes nothing of what is there for
 * `answerMs`, ends it quietly; a fault of the
 * content rejects, and breaks the connection where a part was already sent: half of it must not look whole.
 */
export async function streamAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: StreamedAnswer,
  answerMs: number,
): Promise<void> {
  const delivered = { whole: false }
  try {
    await sendContent(request, response, answer, answerMs, delivered)
  } finally {
    const { delivery } = answer
    if (delivery !== undefined) await (delivered.whole ? delivery.delivered() : delivery.giveBack())
  }
}

async function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  answer: StreamedAnswer,
  answerMs: number,
  delivered: { whole: boolean },
): Promise<void> {
  const { bytes } = answer
  const headers = { ...answer.headers, ...(bytes === undefined ? {} : { 'Content-Length': String(bytes) }) }
  if (request.method === 'HEAD') {
    response.writeHead(answer.status, headers).end()
    return
  }

  const chunks = answer.content()[Symbol.asyncIterator]()
  // Content that can't even be opened is still told as a problem.
  const first = await chunks.next()
  let fault: unknown
  let untaken: NodeJS.Timeout | undefined
  const offer = () => {
    untaken = setTimeout(() => response.destroy(), answerMs)
  }
  const taken = () => clearTimeout(untaken)
  const exactly = async function* (): AsyncGenerator<Uint8Array, void> {
    try {
      let sent = 0
      for (let step = first; step.done !== true; step = await chunks.next()) {
        sent += step.value.byteLength
        if (bytes !== undefined && sent > bytes) throw new Error('content is longer than announced')
        offer()
        yield step.value
        taken()
      }
      // The last bytes are still to leave.
      offer()
      if (bytes !== undefined && sent < bytes) throw new Error('content is shorter than announced')
    } catch (thrown) {
      fault = thrown
      throw thrown
    }
  }

  // Node tells 'finish' of an answer whose socket was destroyed too.
  response.once('finish', () => {
    delivered.whole = !request.socket.destroyed
  })
  try {
    response.writeHead(answer.status, headers)
    await pipeline(exactly, response)
  } catch (thrown) {
    if (fault !== undefined || !response.destroyed) throw fault ?? thrown
  } finally {
    taken()
    await chunks.return?.()
  }
}
