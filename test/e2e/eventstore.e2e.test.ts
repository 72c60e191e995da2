import { randomUUID } from 'node:crypto'
import { auditedEvents } from '../support/audit'
import { seed } from '../support/eventstoredb/seeding'
import { type EventStoreServer, startEventStoreServer } from '../support/eventstoredb/server'
import { identifierOf, storedPatient1, uploadWith } from '../support/external-upload'
import { fetchResult, manage, readAs, tokenStatus } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { onServer } from '../support/test-store'
import { until } from '../support/until'

/** Positions of which a number would lose digits. */
const firstPosition = 2n ** 60n

let server: EventStoreServer
let store: ReturnType<typeof onServer>
let shared: TemporaryDirectory
let first: RunningService
let second: RunningService
beforeAll(async () => {
  server = await startEventStoreServer({ firstPosition })
  shared = await temporaryDirectory()
  store = onServer(server)
  first = await runService({ env: { ...store, APERTURE_DATASET_DIR: shared.path } })
  second = await first.startNode()
  await first.provisionUser('jdoe')
  await first.provisionProject('Heart study', 'jdoe')
})
afterAll(async () => {
  await second.end()
  await first.end()
  await server.close()
  await shared.remove()
})

const issue = (node = first) => node.issueToken({ projectId: 1, user: 'jdoe', expiresInSeconds: 600 })

async function readinessOf({ url }: RunningService): Promise<string> {
  const response = await fetch(`${url}/-/health/ready`)
  const { status, reason } = (await response.json()) as { status: unknown; reason?: string }
  return `${response.status} ${reason ?? status}`
}

const bothAre = (readiness: string) =>
  until(async () => (await Promise.all([first, second].map(readinessOf))).every((told) => told === readiness))

test('the three kinds of upload at one node; what came of them, and that the tokens are used, at the other', async () => {
  const uuid = randomUUID()
  const [plain, external, ephemeral] = [await issue(), await issue(second), await issue()]
  const dataset = await uploadWith(first, plain, '', 'dataset')
  const catalogued = await uploadWith(second, external, identifierOf(uuid), 'external')
  const passing = await uploadWith(first, ephemeral, '', 'ephemeral')
  expect([dataset, catalogued, passing].map(({ status }) => status)).toEqual([200, 200, 200])

  const rows = async (url: string) => (await readAs(second, 'jdoe', url)).text()
  expect(await rows(`${second.url}/-/dataset/${dataset.body.import_id}`)).toContain(storedPatient1)
  const bound = await readAs(first, 'jdoe', `${first.url}/-/dataset/external/${uuid}`)
  expect(await bound.text()).toContain(storedPatient1)

  for (const [token, { body }] of [
    [plain, dataset],
    [ephemeral, passing],
  ] as const) {
    const again = await uploadWith(second, token, '', 'dataset')
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'token-already-used', import: { import_id: body.import_id } },
    })
  }
  const result = await fetchResult(second.url, ephemeral)
  expect([result.status, await result.text()]).toEqual([200, expect.stringContaining(storedPatient1)])
  expect((await fetchResult(first.url, ephemeral)).status).toBe(404)
})

test('of two uploads that race for one token on two nodes, one succeeds', async () => {
  for (let round = 0; round < 5; round += 1) {
    const token = await issue()
    const answers = await Promise.all([first, second].map((node) => uploadWith(node, token, '', 'dataset')))
    const words = answers.map(({ status, body }) => `${status} ${body.code ?? body.status}`)
    expect(words.sort()).toEqual(['200 imported', '409 token-already-used'])
  }
})

test('lists and the history are the same at both nodes', async () => {
  const listed = async (node: RunningService) => {
    const { body } = await manage(node, 'GET', 'dataset?project=1')
    return JSON.stringify(body).replaceAll(node.url, '')
  }
  expect(await listed(first)).toBe(await listed(second))
  expect(await auditedEvents(first)).toEqual(await auditedEvents(second))
})

test('two nodes that start at once on an empty store agree on what it is', async () => {
  const directory = await temporaryDirectory()
  const env = { ...onServer(server), APERTURE_DATASET_DIR: directory.path }
  const nodes = await Promise.all([runService({ env }), runService({ env })])
  const events = await Promise.all(nodes.map((node) => node.service.ports.store.readAll(null, 10)))
  expect(events[0]?.map(({ event }) => event.type)).toEqual(['StoreInitialised'])
  expect(events[1]).toEqual(events[0])
  for (const node of nodes) await node.end()
  await directory.remove()
})

test('a server that dies makes both nodes unready, and ready again when it is back; no token is lost', async () => {
  const token = await issue()
  await server.stop()
  const during = uploadWith(first, token, '', 'dataset')
  await bothAre('503 event-store')
  expect([503, 504]).toContain((await during).status)
  await server.start()
  await bothAre('200 ready')
  const status = await tokenStatus(second.url, token)
  expect(status.body.status).toBe('issued')
  expect((await uploadWith(second, token, '', 'dataset')).status).toBe(200)
})

test('an event of a later version makes a node unready, and its name is told', async () => {
  seed(server.log, `${store.APERTURE_STREAM_PREFIX}user-1`, { type: 'UserBlessed.v3' })
  await bothAre('503 unknown-event')
  for (const node of [first, second]) {
    const line = node
      .logged()
      .split('\n')
      .find((text) => text.includes('UserBlessed.v3'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      level: 'error',
      msg: 'the read models have stopped at an event that is not known',
    })
  }
})
