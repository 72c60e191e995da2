import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http'
import type { StatusCodes } from '../../src/interfaces/http/http-deps'
import { openApiDocument } from '../../src/interfaces/http/openapi/document'
import { type AnswerFaults, answerFaults, type SeenAnswer } from './openapi-answers'

export interface WatchedAnswers {
  /** The listener, each of whose answers is held against the description of the API. */
  readonly watch: (listener: RequestListener) => RequestListener
  /** Throws what no description has, so that the test ends with it. */
  check(): void
}

/** Longer content is not looked at. */
const mostBytes = 1024 * 1024

let faultsOf: AnswerFaults | null = null

/** What no description of the API has of an answer, each with the request and the status it came with. */
export function undocumented(answer: SeenAnswer): readonly string[] {
  faultsOf ??= answerFaults(openApiDocument({ version: '1.2.3', publicUrl: 'https://aperture.example' }))
  const { method, url, status } = answer
  return faultsOf(answer).map((fault) => `${method} ${url.split('?')[0]} ${status}: ${fault}`)
}

export function refuseUndocumented(faults: ReadonlySet<string>): void {
  if (faults.size > 0) throw new Error(`answers that no description has:\n${[...faults].join('\n')}`)
}

/** The manual's status codes are described in words only. */
export function watchedAnswers(statusCodes: StatusCodes): WatchedAnswers {
  const faults = new Set<string>()
  return {
    watch: (listener) => (request, response) => {
      if (statusCodes === 'manual') return listener(request, response)
      seen(request, response, (answer) => {
        for (const fault of undocumented(answer)) faults.add(fault)
      })
      return listener(request, response)
    },
    check: () => refuseUndocumented(faults),
  }
}

/** Tells of the answer once it has gone out whole; one that breaks off is no answer. */
function seen(request: IncomingMessage, response: ServerResponse, tell: (answer: SeenAnswer) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  let named: OutgoingHttpHeaders = {}
  const keep = (chunk: unknown) => {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return
    bytes += chunk.length
    if (bytes <= mostBytes) chunks.push(Buffer.from(chunk))
  }
  const { writeHead, write, end } = response
  response.writeHead = ((status: number, headers: OutgoingHttpHeaders) => {
    named = headers
    return writeHead.call(response, status, headers)
  }) as typeof writeHead
  response.write = ((...args: Parameters<typeof write>) => {
    keep(args[0])
    return write.apply(response, args)
  }) as typeof write
  response.end = ((...args: Parameters<typeof end>) => {
    keep(args[0])
    return end.apply(response, args)
  }) as typeof end
  response.once('finish', () => {
    if (request.socket.destroyed) return
    const all = { ...response.getHeaders(), ...named }
    const headers = Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    )
    const { method = '', url = '' } = request
    const body = bytes > mostBytes ? null : Buffer.concat(chunks).toString()
    tell({ method, url, status: response.statusCode, headers, body })
  })
}
