import type { WholeAnswer } from './answer'
import { brief } from './early-answer'
import type { StatusCodes } from './http-deps'
import { asJsonText } from './json-text'
import type { Advice, Place, ProblemRow } from './problem-row'
import type { Problem } from './problem-table'
import { problems } from './problems'

export type ProblemMembers = Readonly<Record<string, unknown>>

export interface ProblemContext {
  readonly requestId: string
  readonly place: Place
  readonly statusCodes: StatusCodes
  /** Milliseconds since 1970. */
  readonly now: number
  /** Come beside those that the problem has by itself. */
  readonly members: ProblemMembers
}

/** A refusal as an answer of RFC 9457. */
export function problemAnswer(problem: Problem, context: ProblemContext): WholeAnswer {
  // The table's type pairs each code with its own refusals.
  const row = problems[problem.code] as ProblemRow<Problem>
  const { title, detail, members, headers } = row
  const status = typeof row.status === 'number' ? row.status : row.status[context.place]
  const advice = typeof row.advice === 'function' ? row.advice(problem, context.now) : row.advice
  const manual = context.statusCodes === 'manual' && context.place === 'upload'
  const body = {
    type: `/-/problems/${problem.code}`,
    title,
    status,
    detail: detail(problem),
    code: problem.code,
    request_id: context.requestId,
    ...(context.place === 'upload' ? uploadMembers(status, advice, manual) : {}),
    ...members?.of(problem),
    ...context.members,
  }
  return {
    kind: 'whole',
    status: manual ? manualFailure : status,
    headers: {
      'Content-Type': manual ? 'application/json' : 'application/problem+json',
      ...(advice?.retry === 'later' ? { 'Retry-After': String(advice.seconds) } : {}),
      ...headers?.(problem),
    },
    body: asJsonText(body),
    ...(status === tooSlow ? { discard: brief } : {}),
  }
}

/** Who has been waited for in vain is not waited for again (RFC 9110, 15.5.9). */
const tooSlow = 408

/** The one status that the manual has for whatever is no success. */
const manualFailure = 500

/** The word of the manual's status, and what the token is still good for. */
const uploadMembers = (status: number, advice: Advice | undefined, manual: boolean): ProblemMembers => ({
  [manual ? 'status' : 'import_status']: status < 500 ? 'refused' : 'failed',
  ...(advice === undefined ? {} : { retry: advice.retry }),
})
