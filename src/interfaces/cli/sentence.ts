import type { ProblemRow } from '../http/problem-row'
import type { Problem } from '../http/problem-table'
import { problems } from '../http/problems'

/** What a client over HTTP is told too. */
export function sentenceOf(refusal: Problem): string {
  // The table's type pairs each code with its own refusals.
  const { detail } = problems[refusal.code] as ProblemRow<Problem>
  return detail(refusal)
}

/** What such a client reads, less what only HTTP has. */
export function problemJson(refusal: Problem): Readonly<Record<string, unknown>> {
  const { title, members } = problems[refusal.code] as ProblemRow<Problem>
  return {
    status: 'refused',
    code: refusal.code,
    title,
    detail: sentenceOf(refusal),
    ...members?.of(refusal),
  }
}
