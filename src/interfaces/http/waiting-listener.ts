import type { RequestListener } from 'node:http'
import type { Clock } from '../../application/ports/clock'
import type { NewId } from '../../application/ports/ids'
import { json, writeAnswer } from './answer'
import type { StatusCodes } from './http-deps'
import { problemAnswer } from './problem-answer'
import type { Problem } from './problem-table'
import { isUpload } from './upload-routes'

/** What is answered while a start waits for the event store: that the process lives, and can do nothing yet. */
export const waitingListener =
  (deps: {
    readonly newId: NewId
    readonly clock: Clock
    readonly statusCodes: StatusCodes
    readonly answerMs: number
  }): RequestListener =>
  (request, response) => {
    const { newId, clock, statusCodes, answerMs } = deps
    const place = isUpload(request) ? 'upload' : 'content'
    const refuse = (problem: Problem) =>
      problemAnswer(problem, { place, statusCodes, requestId: newId(), now: clock(), members: {} })
    const answerTo = (path: string | undefined) => {
      switch (path) {
        case '/-/health/live':
          return json(200, { status: 'live' })
        case '/-/health/ready':
          return refuse({ code: 'not-ready', reason: 'event-store' })
        default:
          return refuse({ code: 'store-unavailable' })
      }
    }
    const [path] = request.url?.split('?', 1) ?? []
    void writeAnswer(request, response, answerTo(path), answerMs)
  }
