import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerEarly, type DiscardLimits, generous } from './early-answer'
import { asJsonText } from './json-text'
import { type StreamedAnswer, streamAnswer } from './streamed-answer'

type Headers = Readonly<Record<string, string>>

export interface WholeAnswer {
  readonly kind: 'whole'
  readonly status: number
  readonly headers: Headers
  readonly body: string
  /** How much of the rest of the request is waited for; absent: as much as a client needs that reads late. */
  readonly discard?: DiscardLimits
  /** What is done behind the answer, and is not waited for by the client. */
  readonly behind?: () => Promise<void>
}

/** What a handler returns. `none`: nobody waits for an answer. */
export type HttpAnswer = WholeAnswer | StreamedAnswer | { readonly kind: 'none' }

export const json = (status: number, body: object, headers: Headers = {}): WholeAnswer => ({
  kind: 'whole',
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: asJsonText(body),
})

/** A page for people. */
export const page = (body: string, headers: Headers): WholeAnswer => ({
  kind: 'whole',
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
  body,
})

/** One JSON text a line, no faster than the client takes them. */
export const ndjson = (values: AsyncIterable<object>, headers: Headers = {}): StreamedAnswer => ({
  kind: 'streamed',
  status: 200,
  headers: { 'Content-Type': 'application/x-ndjson', ...headers },
  content: () => linesOf(values),
})

async function* linesOf(values: AsyncIterable<object>): AsyncGenerator<Uint8Array, void> {
  for await (const value of values) yield Buffer.from(asJsonText(value))
}

/** Tokens and people's data pass here: nothing of it is to stay with a cache, a next page or a guess of its type. */
const protection: Headers = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

/**
 * Writes an answer; the only place that does. A client that takes nothing of it for `answerMs` is cut off. Settles
 * when there is nothing more to do. Rejects with the fault of a stream's content; when nothing had been written by then, another answer may follow.
 */
export async function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: HttpAnswer,
  answerMs: number,
): Promise<void> {
  switch (answer.kind) {
    case 'none':
      response.destroy()
      return
    case 'whole':
      // Whatever the client still sends must not cost it the answer.
      return answerEarly(request, response, protectedAnswer(answer), answer.discard ?? generous, answerMs)
    case 'streamed':
      return streamAnswer(request, response, protectedAnswer(answer), answerMs)
  }
}

const protectedAnswer = <A extends { readonly headers: Headers }>(answer: A): A => ({
  ...answer,
  headers: { ...protection, ...answer.headers },
})
