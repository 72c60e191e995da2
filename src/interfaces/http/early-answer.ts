import type { IncomingMessage, ServerResponse } from 'node:http'

export interface EarlyAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** How much of the rest of a request is discarded before the connection is given up, and how long. */
export interface DiscardLimits {
  readonly bytes: number
  readonly ms: number
}

export const generous: DiscardLimits = { bytes: 64 * 1024 * 1024, ms: 15_000 }

/** For who has been waited for in vain already: just long enough for the answer to be read. */
export const brief: DiscardLimits = { ...generous, ms: 1_000 }

/**
 * Answers a request that may still be arriving, so that its client reads the answer: head and body go out at
 * once, but the answer ends only when the request has. A client that is still sending would lose it to a
 * reset, to `Connection: close`, or to an answer that ends first, since Node then closes the socket of a
 * request that said `Connection: close`. A client that has not taken the answer after `answerMs` loses its
 * connection. Settles when there is nothing more to do; never rejects.
 */
export async function answerEarly(
  request: IncomingMessage,
  response: ServerResponse,
  answer: EarlyAnswer,
  limits: DiscardLimits,
  answerMs: number,
): Promise<void> {
  if (response.destroyed || request.socket.destroyed) return
  // A removed header isn't added by Node, which still closes where it has to, behind the end.
  response.removeHeader('Connection')
  response.on('error', () => {})
  response.writeHead(answer.status, {
    ...answer.headers,
    // The length of an answer without content would be that of the content (RFC 9110, 8.6).
    ...(answer.status === 304 ? {} : { 'Content-Length': String(Buffer.byteLength(answer.body)) }),
  })
  if (answer.body === '') response.flushHeaders()
  else response.write(answer.body)

  if ((await discardRest(request, limits)) === 'ended') await ended(response, answerMs)
  else request.socket.destroy()
}

/** `given-up`: too much or too long, or the client is gone. */
function discardRest(request: IncomingMessage, limits: DiscardLimits): Promise<'ended' | 'given-up'> {
  if (request.readableEnded) return Promise.resolve('ended')
  if (request.destroyed) return Promise.resolve('given-up')
  return new Promise((resolve) => {
    let bytes = 0
    const settle = (outcome: 'ended' | 'given-up') => () => {
      clearTimeout(timer)
      resolve(outcome)
    }
    const giveUp = settle('given-up')
    const timer = setTimeout(giveUp, limits.ms)
    request.on('error', giveUp)
    request.on('close', giveUp)
    request.on('end', settle('ended'))
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > limits.bytes) giveUp()
    })
    request.resume()
  })
}

const ended = (response: ServerResponse, answerMs: number): Promise<void> =>
  new Promise((resolve) => {
    if (response.destroyed) return resolve()
    const timer = setTimeout(() => response.destroy(), answerMs)
    const settle = () => {
      clearTimeout(timer)
      resolve()
    }
    response.on('close', settle)
    response.end(settle)
  })
