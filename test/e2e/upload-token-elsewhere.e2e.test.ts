import { describedPaths } from '../../src/interfaces/http/openapi/operations'
import { tokenStatus } from '../support/http-clients'
import { connectRaw, type RawAnswer, type RawConnection } from '../support/raw-http'
import { type RunningService, runService } from '../support/running-service'

let running: RunningService
let token: string
let connection: RawConnection

beforeAll(async () => {
  running = await runService()
  await running.provisionUser('jdoe')
  const projectId = await running.provisionProject('Census', 'jdoe')
  token = await running.issueToken({ projectId, user: 'jdoe' })
})
beforeEach(async () => {
  connection = await connectRaw(Number(new URL(running.url).port))
})
afterEach(async () => {
  connection.end()
  await connection.closed
})
afterAll(() => running.end())

/** Of the documented paths, each with something in place of its named pieces. */
const calls = describedPaths.flatMap(({ group, path, operations }) =>
  Object.keys(operations).map((method) => {
    const filled = path.replace(/:(\w+)/g, (_piece, name) => (name === 'user' ? 'jdoe' : '1'))
    return { group, method, path: filled }
  }),
)
const ofGroups = (...groups: readonly string[]) =>
  calls.filter(({ group }) => groups.includes(group)).map(({ method, path }) => [method, path] as const)

async function ask(method: string, target: string, header = ''): Promise<RawAnswer> {
  await connection.send(`${method} ${target} HTTP/1.1\r\nHost: aperture.example\r\n${header}\r\n`)
  return connection.answer()
}

const comparable = ({ status, headers: { date: _date, ...headers }, body }: RawAnswer) => ({
  status,
  headers,
  body: body.replace(/"request_id":"[^"]{36}"/, ''),
})

const asBearer = () => `Authorization: Bearer ${token}\r\n`

test('there are calls of every kind', () => {
  expect(ofGroups('Management', 'Audit').length).toBeGreaterThan(15)
  expect(ofGroups('Data').length).toBeGreaterThan(2)
  expect(ofGroups('Operations').length).toBeGreaterThan(3)
  expect(ofGroups('Uploads').length).toBeGreaterThan(4)
})

describe('an upload token or a frontend credential is never accepted here', () => {
  test.each(ofGroups('Management', 'Audit', 'Data'))('%s %s', async (method, target) => {
    const nobody = comparable(await ask(method, target))
    expect(nobody.status).toBe(401)
    expect(comparable(await ask(method, target, asBearer()))).toEqual(nobody)
    expect(comparable(await ask(method, `${target}?token=${token}`))).toEqual(nobody)
    expect(comparable(await ask(method, `${target}?access_token=${token}`, asBearer()))).toEqual(nobody)
  })
})

describe('a token is never accepted in a query string', () => {
  test.each(ofGroups('Uploads'))('%s %s', async (method, target) => {
    const nobody = comparable(await ask(method, target))
    expect(nobody.status).toBeGreaterThanOrEqual(400)
    expect(comparable(await ask(method, target, asBearer()))).toEqual(nobody)
    const inQuery = await ask(method, `${target}?token=${token}`, asBearer())
    expect(inQuery.status).toBe(400)
    expect(JSON.parse(inQuery.body)).toMatchObject({ code: 'token-in-query' })
    expect(inQuery.body).not.toContain(token)
  })
})

// Counts and times of the process are in some of these: what a credential could change is their status and form.
describe('Operations: what everyone may see is what a token sees', () => {
  test.each(ofGroups('Operations'))('%s %s', async (method, target) => {
    const form = ({ status, headers }: RawAnswer) => [status, headers['content-type']]
    const nobody = form(await ask(method, target))
    expect(form(await ask(method, target, asBearer()))).toEqual(nobody)
    expect(form(await ask(method, `${target}?token=${token}`))).toEqual(nobody)
  })
})

test('none of it has cost the token anything', async () => {
  expect((await tokenStatus(running.url, token)).body).toMatchObject({ status: 'issued' })
  expect(running.logged()).not.toContain(token)
})
