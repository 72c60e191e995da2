import { randomBytes } from 'node:crypto'
import { auditedEvents } from '../support/audit'
import { tokenIdOf } from '../support/http-clients'
import { expectRefused } from '../support/refused-upload'
import { type RunningService, runService } from '../support/running-service'
import { until } from '../support/until'
import { type Order, uploadEndpoint } from '../support/upload'
import { fieldPart, filePart, inOrder, postForm, wholeForm } from '../support/upload-form'
import { type PlantedError, type PlantedTable, plantErrors, plantedDefinition } from './planted-errors'

const mark = `zq${randomBytes(8).toString('hex')}`
const named = 100

let service: RunningService
beforeAll(async () => {
  service = await runService()
  await service.provisionUser('jdoe')
  await service.provisionProject('heart', 'jdoe')
})
afterAll(() => service.end())

/** Uploads a table, has it refused, and gives what the answer says beyond every problem, and the token's id. */
async function refusalOf(csv: string, order: Order) {
  const token = await service.issueToken({ projectId: 1, user: 'jdoe' })
  const files = inOrder(
    order,
    filePart('file_csv', csv, `${mark}.csv`),
    filePart('file_def', plantedDefinition, `${mark}.xml`),
  )
  const answer = await postForm(
    uploadEndpoint(service.url, 'dataset'),
    wholeForm([fieldPart('token', token), ...files]),
  )
  const secrets = [mark, token, '99999999999', '2014-06-31', '71,25']
  const refusal = await expectRefused(service, answer, { code: 'csv-invalid', status: 422 }, secrets)
  return { refusal, tokenId: tokenIdOf(token) }
}

const hint = expect.stringMatching(/^[A-Z].*\.$/)

function countBy<Key extends keyof PlantedError>(errors: readonly PlantedError[], ...keys: readonly Key[]) {
  const counts = new Map<string, number>()
  for (const error of errors) {
    const key = JSON.stringify(Object.fromEntries(keys.map((name) => [name, error[name]])))
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].map(([key, count]) => ({ ...JSON.parse(key), count }))
}

/** In an order of its own, since none is promised. */
const sorted = (counts: unknown): readonly string[] =>
  (counts as readonly object[]).map((count) => JSON.stringify(Object.entries(count).sort())).sort()

function expectTold(refusal: Record<string, unknown>, errors: readonly PlantedError[]): void {
  expect(refusal).toEqual({
    detail: expect.any(String),
    errors: errors.slice(0, named).map((error) => ({ ...error, hint })),
    totals: expect.any(Array),
    truncated: errors.length > named,
  })
  expect(sorted(refusal.totals)).toEqual(sorted(countBy(errors, 'column', 'rule')))
}

/** The events of one stream, as an auditor reads them. */
const eventsOf = async (stream: string) =>
  (await auditedEvents(service)).filter((event) => event.stream === stream)

test.each([
  ['manual', '\n', 1],
  ['definition-first', '\n', 2],
  ['manual', '\r\n', 3],
  ['definition-first', '\r\n', 4],
] as const)('a thousand errors, %s order, lines that end in %j', async (order, lineEnd, seed) => {
  const { csv, errors } = plantErrors({ seed, rows: 5_000, errors: 1_000, lineEnd, mark })
  expect(errors).toHaveLength(1_000)
  // Otherwise a service that takes records for lines would pass.
  expect(errors.filter(({ line, record }) => line > record + 1).length).toBeGreaterThan(900)
  const { refusal, tokenId } = await refusalOf(csv, order)
  expectTold(refusal, errors)

  const stream = `refusal-${tokenId}`
  await until(async () => (await eventsOf(stream)).length > 0)
  const events = await eventsOf(stream)
  expect(events.map(({ type }) => type)).toEqual(['UploadRefused.v1'])
  const { reason, ruleCounts, at, ...ids } = events[0]?.data ?? {}
  expect({ reason, ids }).toEqual({ reason: 'csv-invalid', ids: { tokenId } })
  expect(sorted(ruleCounts)).toEqual(sorted(countBy(errors, 'rule')))
  expect(new Date(String(at)).toISOString()).toBe(at)
  expect(JSON.stringify(events)).not.toContain(mark)
})

test.each([
  ['of forty errors every one is named', 40],
  ['of a hundred too', 100],
  ['of a hundred and one all but the last', 101],
])('%s', async (_what, count) => {
  const { csv, errors } = plantErrors({ seed: count, rows: 400, errors: count, lineEnd: '\n', mark })
  expectTold((await refusalOf(csv, 'manual')).refusal, errors)
})

describe('a fault that ends the reading is told last, and nothing behind it', () => {
  const before = plantErrors({ seed: 7, rows: 60, errors: 20, lineEnd: '\n', mark })
  const behind = before.csv.slice(before.csv.indexOf('\n') + 1)

  test.each([
    ['NUL', 'nul', 'age', `p1,${mark}\0,"",,,1,2,\n`],
    ['a quote that is misplaced', 'quote', 'patient', `"p1"${mark},1,"",,,1,2,\n`],
    ['another line end', 'line-end', null, 'p1,1,"",,,1,2,\r\n'],
  ])('%s', async (_what, rule, column, record) => {
    const line = before.csv.split('\n').length
    const ending: PlantedError = { line, record: 61, column, rule }
    const table: PlantedTable = { csv: `${before.csv}${record}${behind}`, errors: [...before.errors, ending] }
    expectTold((await refusalOf(table.csv, 'definition-first')).refusal, table.errors)
  })
})
