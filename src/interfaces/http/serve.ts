import type { Request, RequestHandler, Response } from 'express'
import { EventStoreUnavailable } from '../../application/ports/event-store'
import { between } from '../../application/ports/fail-point'
import { ClientGone } from '../../application/upload-parts'
import { type HttpAnswer, type WholeAnswer, writeAnswer } from './answer'
import type { Behind } from './behind'
import type { ClientAddress } from './client-address'
import { sharedWith } from './cors'
import type { HttpDeps } from './http-deps'
import { type ProblemMembers, problemAnswer } from './problem-answer'
import type { Place } from './problem-row'
import type { Problem } from './problem-table'

/** One request on its way to its answer. */
export interface Call {
  /** Of the request: in problems, logs and the metadata of events. */
  readonly id: string
  readonly request: Request
  readonly response: Response
  /** `members` come beside those that the problem has by itself. */
  refuse(problem: Problem, place?: Place, members?: ProblemMembers): WholeAnswer
}

export type Handler = (call: Call) => HttpAnswer | Promise<HttpAnswer>

/** Gives a handler its call, its answer to the one writer, and the log its line. `route`: a pattern, never a URL. */
export type Serve = (route: string | null, handler: Handler, place?: Place) => RequestHandler

export const serve =
  (deps: HttpDeps, behind: Behind, addressOf: ClientAddress): Serve =>
  (route, handler, home = 'content') =>
  async (request, response) => {
    const { statusCodes, corsOrigins } = deps
    const begunAt = deps.clock()
    const call: Call = {
      id: deps.newId(),
      request,
      response,
      refuse(problem, place = home, members = {}) {
        deps.metrics.requestRefused(route, problem.code)
        if (isRefusedCredential(problem, request)) {
          const client = addressOf(request)
          deps.log.info('a credential was refused', {
            request_id: call.id,
            route,
            code: problem.code,
            client,
          })
        }
        return problemAnswer(problem, { place, members, statusCodes, requestId: call.id, now: deps.clock() })
      },
    }
    const write = (answer: HttpAnswer) => {
      const told = statusCodes === 'manual' && request.method === 'POST' ? inManual(answer) : answer
      return writeAnswer(request, response, sharedWith(corsOrigins, request, told), deps.patience.answerMs)
    }
    const explain = (fault: unknown): HttpAnswer => {
      if (fault instanceof ClientGone) return { kind: 'none' }
      if (fault instanceof EventStoreUnavailable) return call.refuse({ code: 'store-unavailable' })
      deps.log.error('a request failed', fault, { request_id: call.id, route })
      return call.refuse({ code: 'internal' })
    }

    try {
      const answer = await Promise.resolve(call).then(handler).catch(explain)
      const written = home === 'upload' ? between(deps.reached, 'answer', () => write(answer)) : write(answer)
      // What goes on after the last byte has left is waited for, too: a delivered result is removed then.
      behind.add(written, (answer.kind === 'whole' ? answer.behind : undefined) ?? nothing)
      await written
    } catch (fault) {
      const explanation = explain(fault)
      await write(response.headersSent ? { kind: 'none' } : explanation)
    }
    // A client that left before its answer was told none.
    const status = response.headersSent ? response.statusCode : null
    const ms = deps.clock() - begunAt
    deps.metrics.requestEnded(route, request.method, status, ms / 1_000)
    deps.log.info('request', { request_id: call.id, method: request.method, route, status, ms })
  }

const nothing = async () => {}

/** One that was sent at all: of who has none to send, no address is kept. */
const isRefusedCredential = ({ code }: Problem, { headers }: Request): boolean =>
  code === 'token-invalid' || (code === 'unauthenticated' && headers.authorization !== undefined)

/** The manual knows no 201: a POST of management that made something answers 200. */
const inManual = (answer: HttpAnswer): HttpAnswer =>
  answer.kind === 'whole' && answer.status === 201 ? { ...answer, status: 200 } : answer
