import type { RunningService } from './running-service'
import { until } from './until'
import type { FormAnswer } from './upload-form'

export interface ExpectedRefusal {
  readonly code: string
  readonly status: number
  readonly retry?: 'same-token' | 'new-token' | 'later' | 'never'
}

/**
 * Checks that an answer is the problem of a refused upload, whole, and that neither it nor the log repeats what
 * is secret. Gives the problem's members beyond those that every one has, and `detail`.
 */
export async function expectRefused(
  service: RunningService,
  answer: FormAnswer,
  { code, status, retry = 'same-token' }: ExpectedRefusal,
  secrets: readonly string[],
): Promise<Record<string, unknown>> {
  expect(answer.text).toContain(`"code":"${code}"`)
  expect(answer.status).toBe(status)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  const { type, title, detail, request_id, ...rest } = JSON.parse(answer.text)
  const { status: told, code: _code, import_status, retry: advice, ...more } = rest
  expect({ told, import_status, advice }).toEqual({ told: status, import_status: 'refused', advice: retry })
  expect(type).toBe(`/-/problems/${code}`)
  for (const text of [title, detail, request_id]) expect(text).toMatch(/^\S.*\S$/)

  await until(() => service.logged().includes(`"${request_id}"`))
  const repeated = secrets.filter((secret) => `${answer.text}${service.logged()}`.includes(secret))
  expect(repeated).toEqual([])
  return { detail, ...more }
}
