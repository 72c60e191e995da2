import { brief } from '../../../src/interfaces/http/early-answer'
import { problemAnswer } from '../../../src/interfaces/http/problem-answer'
import type { ProblemRow } from '../../../src/interfaces/http/problem-row'
import type { Problem } from '../../../src/interfaces/http/problem-table'
import { problems } from '../../../src/interfaces/http/problems'

const now = Date.parse('2031-05-17T08:00:00Z')

const answerTo = (problem: Problem, place: 'upload' | 'content' | 'address' = 'upload') => {
  const answer = problemAnswer(problem, { requestId: 'r-1', place, now, members: {}, statusCodes: 'http' })
  return { ...answer, body: JSON.parse(answer.body) }
}

/** The table's own: one refusal or more for each code, with every shape that the code comes in. */
const examples = Object.entries(problems).flatMap(([code, row]) => {
  const { examples: payloads = [{}] } = row as ProblemRow<Problem>
  return payloads.map((payload) => ({ code, ...payload }) as Problem)
})

/** Status and retry as the API promises them to upload clients. */
const promised: readonly (readonly [Problem['code'], number, string])[] = [
  ['multipart-invalid', 400, 'same-token'],
  ['part-missing', 400, 'same-token'],
  ['part-duplicate', 400, 'same-token'],
  ['part-unexpected', 400, 'same-token'],
  ['token-in-query', 400, 'same-token'],
  ['token-must-come-first', 400, 'same-token'],
  ['token-invalid', 403, 'new-token'],
  ['token-expired', 403, 'new-token'],
  ['token-revoked', 403, 'new-token'],
  ['token-kind-not-allowed', 403, 'new-token'],
  ['token-not-yet-valid', 403, 'later'],
  ['unknown-user', 403, 'never'],
  ['user-inactive', 403, 'never'],
  ['not-owner', 403, 'never'],
  ['unknown-project', 403, 'never'],
  ['project-retired', 403, 'never'],
  ['rights-withdrawn', 403, 'never'],
  ['origin-not-allowed', 403, 'never'],
  ['upload-idle', 408, 'same-token'],
  ['token-in-use', 409, 'later'],
  ['token-already-used', 409, 'new-token'],
  ['upload-too-large', 413, 'same-token'],
  ['definition-too-large', 413, 'same-token'],
  ['too-many-columns', 413, 'same-token'],
  ['too-many-rows', 413, 'same-token'],
  ['media-type', 415, 'same-token'],
  ['content-encoding', 415, 'same-token'],
  ['definition-invalid', 422, 'same-token'],
  ['external-uuid-missing', 422, 'same-token'],
  ['external-uuid-not-allowed', 422, 'same-token'],
  ['definition-not-allowed', 422, 'same-token'],
  ['header-mismatch', 422, 'same-token'],
  ['csv-invalid', 422, 'same-token'],
  ['keyfile-recipient-missing', 422, 'same-token'],
  ['too-many-distinct-values', 422, 'same-token'],
  ['token-exhausted', 429, 'new-token'],
  ['busy', 503, 'later'],
  ['draining', 503, 'later'],
  ['disk-full', 503, 'later'],
  ['store-unavailable', 503, 'later'],
  ['internal', 500, 'later'],
  ['outcome-unknown', 504, 'later'],
]

const emission: readonly (readonly [Problem['code'], number])[] = [
  ['unknown-user', 422],
  ['user-inactive', 422],
  ['unknown-project', 422],
  ['project-retired', 422],
  ['not-owner', 422],
  ['token-window-invalid', 422],
  ['token-kinds-missing', 422],
  ['external-uuid-malformed', 422],
]

const exampleOf = (code: Problem['code']): readonly Problem[] =>
  examples.filter((example) => example.code === code)

test('codes are words, and titles tell them apart', () => {
  for (const code of Object.keys(problems)) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
  const titles = Object.values(problems).map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
  for (const title of titles) expect(title).toMatch(/^[A-Z][A-Za-z ]+[a-z]$/)
})

test.each(examples)('$code is a problem of RFC 9457, and says what to do', (example) => {
  for (const place of ['upload', 'content', 'address'] as const) {
    const { status, headers, body } = answerTo(example, place)
    expect([
      400, 401, 403, 404, 405, 406, 408, 409, 412, 416, 410, 413, 415, 422, 429, 500, 503, 504,
    ]).toContain(status)
    expect(headers['Content-Type']).toBe('application/problem+json')
    expect(body).toMatchObject({
      type: `/-/problems/${example.code}`,
      title: problems[example.code].title,
      status,
      code: example.code,
      request_id: 'r-1',
    })
    expect(body.detail).toMatch(/^\p{Lu}.*\.$/u)
    expect(body.detail).not.toMatch(/undefined|null|NaN|\[object/)
  }
})

test.each(promised)('an upload refused for %s is %i, retry %s', (code, status, retry) => {
  const refusals = exampleOf(code)
  expect(refusals).not.toHaveLength(0)
  for (const refusal of refusals) {
    const answer = answerTo(refusal)
    expect(answer.status).toBe(status)
    expect(answer.body.retry).toBe(retry)
    expect(answer.body.import_status).toBe(status < 500 ? 'refused' : 'failed')
    expect('Retry-After' in answer.headers).toBe(retry === 'later')
  }
})

test('who was too slow is waited for only until the answer is read, any other as long as a client needs', () => {
  for (const example of examples) {
    expect(answerTo(example).discard).toEqual(answerTo(example).status === 408 ? brief : undefined)
  }
})

test('a uuid that a dataset bears needs another definition, one that is claimed needs time', () => {
  const taken = answerTo({ code: 'external-uuid-taken', pending: false })
  expect([taken.status, taken.body.retry, taken.headers['Retry-After']]).toEqual([
    409,
    'same-token',
    undefined,
  ])
  const claimed = answerTo({ code: 'external-uuid-taken', pending: true })
  expect([claimed.status, claimed.body.retry, claimed.headers['Retry-After']]).toEqual([409, 'later', '60'])
})

test('a token that is not yet valid is worth its time', () => {
  const { headers } = answerTo({ code: 'token-not-yet-valid', notBefore: now + 90_500 })
  expect(headers['Retry-After']).toBe('91')
  const begun = answerTo({ code: 'token-not-yet-valid', notBefore: now - 1 })
  expect(begun.headers['Retry-After']).toBe('1')
})

test.each(emission)('emission refused for %s is %i, without a word on uploads', (code, status) => {
  for (const refusal of exampleOf(code)) {
    const answer = answerTo(refusal, 'content')
    expect(answer.status).toBe(status)
    expect(answer.body).not.toHaveProperty('retry')
    expect(answer.body).not.toHaveProperty('import_status')
  }
})

test.each([
  ['unknown-user', 404],
  ['unknown-project', 404],
  ['project-retired', 409],
] as const)('an address that is refused for %s is %i', (code, status) => {
  for (const refusal of exampleOf(code)) expect(answerTo(refusal, 'address').status).toBe(status)
})

test.each<readonly [Problem, object]>([
  [{ code: 'outcome-unknown', importId: 'i-1' }, { import_id: 'i-1' }],
  [{ code: 'project-name-taken', existingId: 7 }, { existing_id: 7 }],
  [
    { code: 'body-invalid', errors: [{ member: 'user', hint: 'is missing' }] },
    { errors: [{ member: 'user', hint: 'is missing' }] },
  ],
  [
    {
      code: 'csv-invalid',
      errors: [{ line: 17, record: 16, column: 'age', rule: 'type-integer', hint: 'Write a whole number.' }],
      totals: [{ column: 'age', rule: 'type-integer', count: 240 }],
      truncated: true,
    },
    {
      errors: [{ line: 17, record: 16, column: 'age', rule: 'type-integer', hint: 'Write a whole number.' }],
      totals: [{ column: 'age', rule: 'type-integer', count: 240 }],
      truncated: true,
    },
  ],
])('what $code carries is told', (problem, members) => {
  expect(answerTo(problem, 'content').body).toMatchObject(members)
})
