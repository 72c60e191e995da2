import path from 'node:path'
import { deploymentSecrets } from '../support/deployment-secrets'
import { type EventStoreServer, startEventStoreServer } from '../support/eventstoredb/server'
import { manage } from '../support/http-clients'
import { attemptStart, runAperture, startAperture, startService } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { onServer } from '../support/test-store'
import { until } from '../support/until'

const secrets = deploymentSecrets()
const password = 's3cret-of-the-store'

let directory: TemporaryDirectory
let server: EventStoreServer
beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(async () => {
  await server.close()
  await directory.remove()
})

const variables = (store: ReturnType<typeof onServer> = onServer(server)) => ({
  ...secrets.env,
  ...store,
  APERTURE_DATA_DIR: path.join(directory.path, 'data'),
  APERTURE_DATASET_DIR: path.join(directory.path, 'shared'),
})

const withCredentials = () => ({
  ...onServer(server),
  APERTURE_EVENT_STORE: server.connectionString.replace('esdb://', `esdb://aperture:${password}@`),
})

const waitingIn = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .find(({ msg }) => msg === 'the event store does not answer: the start waits for it')

test('a start waits for a server that is down, says so, is alive and not ready, and goes on when it is there', async () => {
  server = await startEventStoreServer()
  await server.stop()
  const service = startAperture(['serve'], { ...variables(), APERTURE_PORT: '0' })
  await until(() => waitingIn(service.stdout()) !== undefined)
  const url = `http://127.0.0.1:${waitingIn(service.stdout())?.port}`
  const ask = async (where: string, method = 'GET') => {
    const response = await fetch(`${url}${where}`, { method })
    const { status, code, reason } = (await response.json()) as Readonly<Record<string, unknown>>
    return [response.status, code ?? status, reason]
  }
  expect(await ask('/-/health/live')).toEqual([200, 'live', undefined])
  expect(await ask('/-/health/ready')).toEqual([503, 'not-ready', 'event-store'])
  expect(await ask('/-/token/dataset_import', 'POST')).toEqual([503, 'store-unavailable', undefined])
  await server.start()
  await until(async () => (await fetch(`${url}/-/health/ready`)).status === 200)
  service.signal('SIGTERM')
  expect(await service.ended).toMatchObject({ end: 0, stderr: '' })
})

test('a start that waits ends when it is told to stop', async () => {
  server = await startEventStoreServer()
  await server.stop()
  const service = startAperture(['serve'], { ...variables(), APERTURE_PORT: '0' })
  await until(() => waitingIn(service.stdout()) !== undefined)
  service.signal('SIGTERM')
  expect(await service.ended).toMatchObject({ end: 0, stderr: '' })
})

test('the password of the store stands in nothing that a service or a command writes', async () => {
  server = await startEventStoreServer({ tls: true, users: { aperture: { password, groups: ['$admins'] } } })
  const chatty = { ...variables(withCredentials()), APERTURE_LOG_LEVEL: 'debug' }
  const service = await startService(chatty)
  const managed = { url: service.url, managementJwt: secrets.managementJwt }
  expect(await manage(managed, 'POST', 'user', { user: 'jdoe' })).toMatchObject({ status: 201 })
  const listed = await runAperture(['user', 'list', '--json'], chatty)
  expect(listed).toMatchObject({ end: 0, stdout: expect.stringContaining('jdoe') })
  const answers = await Promise.all(
    ['/-/metrics', '/-/openapi.json', '/-/health/ready'].map(async (where) =>
      (await fetch(service.url + where)).text(),
    ),
  )
  await server.stop()
  await until(async () => (await fetch(`${service.url}/-/health/ready`)).status === 503)
  const { stdout, stderr } = await service.stop()
  const broken = { ...chatty, APERTURE_EVENT_STORE: `${chatty.APERTURE_EVENT_STORE}&tls=false` }
  const refused = await attemptStart(broken)
  expect(refused).toMatchObject({ end: 1, stderr: expect.stringContaining('credentials and tls=false') })
  const told = [stdout, stderr, listed.stdout, listed.stderr, refused.stdout, refused.stderr, ...answers]
  expect(told.join()).not.toContain(password)
})
