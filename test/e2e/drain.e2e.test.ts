import path from 'node:path'
import { deploymentSecrets } from '../support/deployment-secrets'
import { holdUpload } from '../support/held-upload'
import { manage, tokenIdOf } from '../support/http-clients'
import { type ServiceProcess, startService } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { sample, upload } from '../support/upload'

/** SIGTERM to a service that is at work, as the page on running it says it. */

// 40 MB to de-identify, on a machine that may be busy.
jest.setTimeout(120_000)

const definition =
  '<DatasetDefinition><Columns><Column Name="id" Type="integer"/><Column Name="note" Type="text"/></Columns></DatasetDefinition>'
const rows = 40_000
const csv = `id,note\n${Array.from({ length: rows }, (_, n) => `${n},${'x'.repeat(1_000)}\n`).join('')}`

const secrets = deploymentSecrets()
let directory: TemporaryDirectory
let service: ServiceProcess
let projectId = 0

async function start(variables: Readonly<Record<string, string>> = {}): Promise<void> {
  const dataDir = path.join(directory.path, 'data')
  service = await startService({ APERTURE_DATA_DIR: dataDir, ...secrets.env, ...variables })
  await manage(management(), 'POST', 'user', { user: 'jdoe' })
  const made = await manage(management(), 'POST', 'project', {
    name: 'Heart',
    description: '',
    owner: 'jdoe',
  })
  projectId = Number(made.body.id)
}

const management = () => ({ url: service.url, managementJwt: secrets.managementJwt })

const issue = async () =>
  String((await manage(management(), 'POST', 'uploadtoken', { project: projectId, user: 'jdoe' })).body.token)

async function hold(table: string) {
  const token = await issue()
  const held = await holdUpload({
    url: service.url,
    token,
    csv: table,
    definition,
    order: 'definition-first',
  })
  // Until then it is a new upload, which a drain refuses.
  await until(async () => {
    const metrics = await (await fetch(`${service.url}/-/metrics`)).text()
    return metrics.includes('aperture_imports_under_way 1\n')
  })
  return { token, ...held }
}

const ready = () => fetch(`${service.url}/-/health/ready`)
const isStopping = () => service.logged().some(({ msg }) => msg === 'stopping')

beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(async () => {
  service.signal('SIGKILL')
  await service.ended
  await directory.remove()
})

test('during an upload of 40 MB: not ready at once, no new upload, the upload ends with 200, exit 0', async () => {
  await start({ APERTURE_DRAIN_SECONDS: '90' })
  const { token, finish } = await hold(csv)
  const other = await issue()
  const waiting = fetch(`${service.url}/management/provision/uploadtoken/${tokenIdOf(other)}?wait=60`, {
    headers: { authorization: `Bearer ${await secrets.managementJwt()}` },
  })

  service.signal('SIGTERM')
  await until(isStopping)
  const unready = await ready()
  expect([unready.status, await unready.json()]).toMatchObject([
    503,
    { code: 'not-ready', reason: 'draining' },
  ])
  expect((await fetch(`${service.url}/-/health/live`)).status).toBe(200)

  for (const kind of ['dataset', 'ephemeral', 'external'] as const) {
    const refused = await upload({ url: service.url, token: other, kind, ...sample('manual-example') })
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(refused.body).toMatchObject({ code: 'draining', retry: 'later', import_status: 'failed' })
  }
  expect(await (await waiting).json()).toMatchObject({ state: 'issued' })

  const answer = await finish()
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.body)).toMatchObject({ status: 'imported', dataset: { rows } })
  expect((await service.ended).end).toBe(0)

  await start()
  const shown = await manage(management(), 'GET', `uploadtoken/${tokenIdOf(token)}`)
  expect(shown.body).toMatchObject({ state: 'imported', import: { rows } })
  const spared = await manage(management(), 'GET', `uploadtoken/${tokenIdOf(other)}`)
  expect(spared.body.state).toBe('issued')
})

test('an upload that outlasts APERTURE_DRAIN_SECONDS is cut, exit 1, and its token is not spent', async () => {
  await start({ APERTURE_DRAIN_SECONDS: '1' })
  const { token } = await hold('id,note\n1,a\n2,b\n')
  expect((await service.stop()).end).toBe(1)
  await start()
  const shown = await manage(management(), 'GET', `uploadtoken/${tokenIdOf(token)}`)
  expect(shown.body.state).toBe('issued')
})

test('a second signal ends it at once', async () => {
  await start({ APERTURE_DRAIN_SECONDS: '600' })
  await hold('id,note\n1,a\n2,b\n')
  service.signal('SIGTERM')
  await until(isStopping)
  service.signal('SIGTERM')
  expect((await service.ended).end).toBe('SIGTERM')
})

test('without an upload under way it ends at once, exit 0', async () => {
  await start({ APERTURE_DRAIN_SECONDS: '600' })
  expect((await ready()).status).toBe(200)
  expect((await service.stop()).end).toBe(0)
})
