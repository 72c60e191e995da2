import { openApiDocument } from '../../src/interfaces/http/openapi/document'
import type { OperationObject } from '../../src/interfaces/http/openapi/document-types'
import { exampleOf } from '../../src/interfaces/http/openapi/example-of'
import { type AnswerWorld, answerWorld } from './answer-world'
import { type Ask, json } from './ask'
import { asks } from './asks'

/*
 * Every operation is brought to give every answer that its description has; `runService` holds each against it. An
 * operation or a status that is new in the description has no request here, and fails by its name.
 */

let world: AnswerWorld
beforeAll(async () => {
  world = await answerWorld()
})
afterAll(() => world.running.end())

const document = openApiDocument({ version: '1.2.3', publicUrl: 'https://aperture.example' })

/** What a service that does its work in time has no occasion for: rare-answers.e2e.test.ts has one of each. */
const rare = ['408', '500', '503', '504']

const answers = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, operation]) =>
    Object.keys(operation.responses)
      .filter((status) => !rare.includes(status))
      .map((status) => [method.toUpperCase(), path, Number(status), operation] as const),
  ),
)

const tooLong = json({ user: 'a'.repeat(65 * 1024) })
const ofJson: Readonly<Record<number, Ask>> = {
  413: tooLong,
  415: { headers: { 'Content-Type': 'text/plain' }, body: 'text' },
}

/** What all operations have alike: a path that encodes nothing, no credential, and a body that isn't read. */
async function askFor(operation: OperationObject, path: string, status: number): Promise<Ask> {
  const [name = '', derived] = operation.operationId.split('.')
  const [piece] = /(?<=\{)\w+(?=\}$)|(?<=\{)\w+(?=\}\/)/.exec(path) ?? []
  if (derived === 'options') return status === 400 && piece !== undefined ? { pieces: { [piece]: '%' } } : {}
  const own = asks[name]?.[status]
  if (own !== undefined) return own(world)
  if (status === 400 && piece !== undefined) return { pieces: { [piece]: '%' } }
  if (status === 401) return { headers: { Authorization: 'Basic none' } }
  const body = operation.requestBody?.content['application/json'] === undefined ? undefined : ofJson[status]
  if (body === undefined) throw new Error(`no request here is answered ${status} by ${name}`)
  return body
}

test.each(answers)('%s %s answers %i', async (method, path, status, operation) => {
  const { pieces = {}, query = '', headers = {}, body } = await askFor(operation, path, status)
  const address = path.replaceAll(/\{(\w+)\}/g, (_piece, name) => pieces[name] ?? '1')
  const [credential] = operation.security.flatMap(Object.keys)
  const own = credential === undefined ? {} : credential === 'management' ? world.manager : world.owner
  const answer = await fetch(`${world.running.url}${address}${query}`, {
    method,
    headers: { ...own, ...headers },
    ...(body === undefined ? {} : { body }),
  })
  const text = await answer.text()
  expect([answer.status, answer.status === status ? '' : text]).toEqual([status, ''])
})

/** Each of the parameters that stand in a query. */
const parameters = Object.entries(document.paths).flatMap(([path, { get }]) =>
  (get?.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => [path, name, schema] as const),
)

test.each(parameters)('GET %s knows its parameter %s', async (path, name, schema) => {
  const address = `${world.running.url}${path.replaceAll(/\{\w+\}/g, '1')}`
  const value = String(exampleOf(schema, document.components.schemas, 'least'))
  const headers = path.startsWith('/-/') ? world.owner : world.manager
  const answer = await fetch(`${address}?${new URLSearchParams({ [name]: value })}`, { headers })
  expect(await answer.text()).not.toContain('"code":"parameter-')
})

test('there are as many as the API has', () => expect(answers.length).toBeGreaterThan(200))
