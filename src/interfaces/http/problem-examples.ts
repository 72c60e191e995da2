import { type ProblemMembers, problemAnswer } from './problem-answer'
import type { Payload, Place, ProblemRow } from './problem-row'
import type { Problem, ProblemCode } from './problem-table'
import { problems } from './problems'

/** A problem as a client reads it. */
export interface ExampleProblem {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: ProblemMembers & {
    readonly title: string
    readonly status: number
    readonly detail: string
    readonly retry?: string
  }
}

/** Before the times in the table's examples. */
const now = Date.parse('2031-05-17T07:58:30Z')
const requestId = '0b8f5a2d-7c11-4e0b-9a1e-6f1c2a344c0b'

export const problemCodes = Object.keys(problems) as readonly ProblemCode[]

export type ExampleProblems = readonly [ExampleProblem, ...ExampleProblem[]]

/** Of every shape that refusals with this code come in, as they are answered at this place. */
export function exampleProblems(code: ProblemCode, place: Place): ExampleProblems {
  const { examples: [first = {}, ...others] = [] } = problems[code] as ProblemRow<Problem>
  const answered = (example: Payload<Problem>): ExampleProblem => {
    // The table's type pairs each code with its own examples.
    const problem = { code, ...example } as Problem
    const answer = problemAnswer(problem, { place, now, requestId, statusCodes: 'http', members: {} })
    return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body) }
  }
  return [answered(first), ...others.map(answered)]
}
