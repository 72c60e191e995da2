import { deploymentSecrets } from '../support/deployment-secrets'
import { manage } from '../support/http-clients'
import { type ServiceProcess, startService } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { openTestStore, type TestStore } from '../support/test-store'
import { until } from '../support/until'
import { upload } from '../support/upload'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

const secrets = deploymentSecrets()
let directory: TemporaryDirectory
let store: TestStore
let services: readonly [ServiceProcess, ServiceProcess]
beforeAll(async () => {
  directory = await temporaryDirectory()
  store = await openTestStore()
  const [one, other] = store.pairIn(directory.path)
  services = [
    await startService({ ...secrets.env, ...one }),
    await startService({ ...secrets.env, ...other }),
  ]
})
afterAll(async () => {
  for (const service of services) service.signal('SIGKILL')
  await Promise.all(services.map(({ ended }) => ended))
  await store.close()
  await directory.remove()
})

const managed = ({ url }: ServiceProcess) => ({ url, managementJwt: secrets.managementJwt })
const csv = 'age\n63\n'
const definition =
  '<DatasetDefinition><Columns><Column Name="age" Type="integer"/></Columns></DatasetDefinition>'

test('several processes serve one store: each sees the others’ events within a second', async () => {
  const [first, second] = services
  const waits: number[] = []
  for (const [one, other] of [
    [first, second],
    [second, first],
    [first, second],
  ] as const) {
    const user = `user ${waits.length}`
    await manage(managed(one), 'POST', 'user', { user })
    const done = performance.now()
    await until(async () => (await manage(managed(other), 'GET', `user/${user}`)).status === 200)
    waits.push(performance.now() - done)
  }
  // The best of three: what a busy machine holds up is no delay of the service.
  expect(Math.min(...waits)).toBeLessThan(1_000)
})

test('a token of one process is good at the other, which lists, shows, tells and withdraws what came of it', async () => {
  const [first, second] = services
  await manage(managed(first), 'POST', 'user', { user: 'jdoe' })
  const project = await manage(managed(second), 'POST', 'project', {
    name: 'Both',
    description: '',
    owner: 'jdoe',
  })
  const issued = await manage(managed(first), 'POST', 'uploadtoken', {
    project: project.body.id,
    user: 'jdoe',
  })
  const token = String(issued.body.token)
  const { status, body } = await upload({ url: second.url, token, csv, definition })
  expect(status).toBe(200)
  const again = await upload({ url: first.url, token, csv, definition })
  expect(again.body).toMatchObject({ code: 'token-already-used', import: { import_id: body.import_id } })
  const list = () => manage(managed(first), 'GET', `dataset?project=${project.body.id}`)
  await until(async () => JSON.stringify((await list()).body).includes(String(body.import_id)))
  const withdrawn = await manage(managed(first), 'DELETE', `dataset/${body.import_id}`)
  expect([withdrawn.status, withdrawn.body]).toEqual([200, { status: 'withdrawn' }])
  const headers = { authorization: `Bearer ${await secrets.dataJwt('jdoe')}` }
  await until(async () => {
    const read = await fetch(`${second.url}/-/dataset/${body.import_id}`, { headers })
    await read.body?.cancel()
    return read.status === 410
  })
})
