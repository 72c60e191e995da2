import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ageSealing, generateIdentity } from '../../src/infrastructure/age/age'
import { openDatabase } from '../../src/infrastructure/sqlite/open-database'
import { auditedEvents } from '../support/audit'
import { deploymentSecrets } from '../support/deployment-secrets'
import { holdUpload } from '../support/held-upload'
import { manage } from '../support/http-clients'
import { type ServiceProcess, startService, type Variables } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { type UploadRequest, upload, uploadEndpoint } from '../support/upload'

/** What each variable does, seen at a process that was started with it; configuration.e2e.test.ts has what none takes. */

// Starts of a process; a busy machine takes its time over it.
jest.setTimeout(60_000)

const publicUrl = 'https://gate.example/aperture'
const secrets = deploymentSecrets()
const csv = 'person,age\njane,63\n'
const definition = `<DatasetDefinition><Columns>
  <Column Name="person" Type="text" Deidentify="pseudonymize"/><Column Name="age" Type="integer"/>
</Columns></DatasetDefinition>`

let directory: TemporaryDirectory
let identity: string
let service: ServiceProcess
let project: number
beforeAll(async () => {
  directory = await temporaryDirectory()
  const files = await Promise.all(
    Object.entries(secrets.env).map(async ([name, secret]) => {
      const file = below(name)
      // As editors leave it: a secret loses one line end.
      await writeFile(file, `${secret}\n`, { mode: 0o600 })
      return [`${name}_FILE`, file] as const
    }),
  )
  const pair = await generateIdentity()
  identity = pair.identity
  const variables: Variables = {
    ...Object.fromEntries(files),
    APERTURE_HOST: '0.0.0.0',
    APERTURE_PUBLIC_URL: `${publicUrl}/`,
    APERTURE_DATA_DIR: below('data'),
    APERTURE_DATASET_DIR: below('tables'),
    APERTURE_EVENT_STORE: 'sqlite',
    APERTURE_STREAM_PREFIX: 'clinic.',
    APERTURE_KEYFILE_RECIPIENT: pair.recipient,
    APERTURE_CORS_ORIGINS: 'https://portal.example',
    APERTURE_TRUST_PROXY: '127.0.0.0/8,::1',
    APERTURE_MAX_UPLOAD_BYTES: '1000',
    APERTURE_MAX_RECORD_BYTES: '100',
    APERTURE_MAX_COLUMNS: '2',
    APERTURE_MAX_CONCURRENT_IMPORTS: '1',
    APERTURE_UPLOAD_IDLE_SECONDS: '3',
    APERTURE_TOKEN_MAX_SECONDS: '60',
    APERTURE_RESULT_SECONDS: '90',
    APERTURE_MIN_FREE_BYTES: '0',
    APERTURE_PROT: '1234',
  }
  service = await startService(variables)
  await manage(managed(), 'POST', 'user', { user: 'jdoe' })
  const made = await manage(managed(), 'POST', 'project', { name: 'Heart', description: '', owner: 'jdoe' })
  project = Number(made.body.id)
})
afterAll(async () => {
  service.signal('SIGKILL')
  await service.ended
  await directory.remove()
})

const below = (name: string) => path.join(directory.path, name)
const managed = () => ({ url: service.url, managementJwt: secrets.managementJwt })

async function issue(): Promise<string> {
  const asked = { project, user: 'jdoe', expires_in: 60 }
  return String((await manage(managed(), 'POST', 'uploadtoken', asked)).body.token)
}
const send = async (request: Partial<UploadRequest> = {}) =>
  upload({ url: service.url, token: await issue(), csv, definition, ...request })

async function postFrom(origin: string): Promise<Response> {
  const form = new FormData()
  form.set('token', await issue())
  form.set('file_def', new Blob([definition]), 'd.xml')
  form.set('file_csv', new Blob([csv]), 't.csv')
  return fetch(uploadEndpoint(service.url, 'dataset'), { method: 'POST', body: form, headers: { origin } })
}

test('APERTURE_HOST and APERTURE_PORT: the first log line says where it listens', () =>
  expect(service.logged()[0]).toMatchObject({
    msg: 'listening',
    host: '0.0.0.0',
    port: Number(new URL(service.url).port),
    url: publicUrl,
  }))

test('a start on an empty data directory that was given its secrets provisions nothing and prints no line', async () => {
  expect(service.stdout()).not.toMatch(/curl|token=|First start/)
  expect((await manage(managed(), 'GET', 'user')).body).toEqual([{ user: 'jdoe', groups: [], active: true }])
})

test('APERTURE_PUBLIC_URL is the base of the URLs in answers', async () => {
  const dataset = (await send()).body
  expect(dataset.dataset?.url).toBe(`${publicUrl}/-/dataset/${dataset.import_id}`)
  const ephemeral = (await send({ kind: 'ephemeral' })).body
  expect(ephemeral.result).toMatchObject({ url: `${publicUrl}/-/token/result` })
  const headers = { authorization: `Bearer ${await secrets.managementJwt()}` }
  const page = await fetch(`${service.url}/management/audit/events?limit=1`, { headers })
  expect(page.headers.get('link')).toMatch(
    /^<https:\/\/gate\.example\/aperture\/management\/audit\/events\?.*>; rel="next"$/,
  )
})

test("APERTURE_CORS_ORIGINS: those and the service's own public origin are not foreign, any other is", async () => {
  const allowed = await postFrom('https://portal.example')
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
    200,
    'https://portal.example',
  ])
  expect((await postFrom(new URL(publicUrl).origin)).status).toBe(200)
  expect((await postFrom(service.url)).status).toBe(403)
})

test('APERTURE_DATA_DIR and APERTURE_DATASET_DIR: what lies where', async () => {
  const { body } = await send()
  expect(await readdir(path.join(below('tables'), 'datasets'))).toContain(body.import_id)
  const beside = await readdir(below('data'))
  expect(beside).toEqual(expect.arrayContaining(['events.db', 'read-models.db', 'spool']))
  for (const place of ['datasets', 'results', 'staging', 'secrets']) expect(beside).not.toContain(place)
})

test('APERTURE_STREAM_PREFIX stands before every stream in the store, and before none in the audit', async () => {
  const events = openDatabase(path.join(below('data'), 'events.db'), { synchronous: 'FULL' })
  const stored = events.prepare('SELECT DISTINCT stream FROM events').all() as readonly { stream: string }[]
  events.close()
  const streams = stored.map(({ stream }) => stream)
  expect(streams.filter((stream) => !stream.startsWith('clinic.'))).toEqual([])
  const audited = new Set((await auditedEvents(managed())).map(({ stream }) => stream))
  expect([...audited].sort()).toEqual(streams.map((stream) => stream.slice('clinic.'.length)).sort())
})

test('APERTURE_KEYFILE_RECIPIENT opens the keyfiles of projects that name none', async () => {
  const { body } = await send()
  const headers = { authorization: `Bearer ${await secrets.managementJwt()}` }
  const address = `${service.url}/management/provision/dataset/${body.import_id}/keyfile?case=c-1`
  const sealed = new Uint8Array(await (await fetch(address, { headers })).arrayBuffer())
  expect(await ageSealing.openText(identity, sealed)).toMatch(
    /^person,person_pseudonym\njane,p1[a-z2-7]{26}\n$/,
  )
})

test('APERTURE_TRUST_PROXY: whose X-Forwarded-For counts in the log', async () => {
  const headers = { authorization: 'Bearer wrong', 'x-forwarded-for': '203.0.113.7' }
  expect((await fetch(`${service.url}/-/dataset`, { headers })).status).toBe(401)
  const line = { msg: 'a credential was refused', client: '203.0.113.7' }
  await until(() => service.logged().some((logged) => logged.client === line.client))
  expect(service.logged()).toContainEqual(expect.objectContaining(line))
})

test.each([
  [
    'APERTURE_MAX_UPLOAD_BYTES',
    413,
    'upload-too-large',
    { csv: `${csv}${'joe,41\n'.repeat(150)}` },
    / 1000 /,
  ],
  [
    'APERTURE_MAX_COLUMNS',
    413,
    'too-many-columns',
    { definition: definition.replace('</Columns>', '<Column Name="more" Type="text"/></Columns>') },
    / 2 /,
  ],
])('%s: over the limit is %i %s, which says the limit', async (_name, status, code, request, says) => {
  expect(await send(request)).toMatchObject({ status, body: { code, detail: expect.stringMatching(says) } })
})

test('APERTURE_MAX_RECORD_BYTES: over the limit is record-too-long, whose hint says the limit', async () => {
  const { status, body } = await send({ csv: `${csv}${'x'.repeat(101)},41\n` })
  expect([status, body.code]).toEqual([422, 'csv-invalid'])
  const hint = expect.stringMatching(/ 100 bytes/)
  expect(body.errors).toEqual([{ line: 3, record: 2, column: null, rule: 'record-too-long', hint }])
})

test('APERTURE_MAX_CONCURRENT_IMPORTS and APERTURE_UPLOAD_IDLE_SECONDS: one slot, for as long as something comes', async () => {
  const other = await issue()
  const held = await holdUpload({ url: service.url, token: await issue(), csv, definition })
  expect(await send({ token: other })).toMatchObject({ status: 503, body: { code: 'busy', retry: 'later' } })
  const { status, body } = await held.answer()
  expect(status).toBe(408)
  expect(JSON.parse(body)).toMatchObject({
    code: 'upload-idle',
    detail: expect.stringMatching(/ 1024 bytes a second over 3 seconds/),
  })
  await held.closed
  expect((await send()).status).toBe(200)
})

test('APERTURE_TOKEN_MAX_SECONDS is the ceiling of a window', async () => {
  const asked = { project, user: 'jdoe', expires_in: 61 }
  expect(await manage(managed(), 'POST', 'uploadtoken', asked)).toMatchObject({
    status: 422,
    body: { code: 'token-window-invalid', detail: expect.stringMatching(/ 60 seconds/) },
  })
})

test('APERTURE_RESULT_SECONDS: a result waits so long from the commit', async () => {
  const before = Date.now()
  const { body } = await send({ kind: 'ephemeral' })
  const expiresAt = Date.parse(String((body.result as { readonly expires_at: string }).expires_at))
  expect(expiresAt).toBeGreaterThanOrEqual(before + 90_000)
  expect(expiresAt).toBeLessThanOrEqual(Date.now() + 90_000)
})

test('OPTIONS tells the limits that are configured', async () => {
  const answer = await fetch(uploadEndpoint(service.url, 'dataset'), { method: 'OPTIONS' })
  expect(await answer.json()).toMatchObject({
    limits: { max_upload_bytes: 1_000, max_record_bytes: 100, max_columns: 2, token_max_seconds: 60 },
  })
})

test('a variable that is not known is warned of by its name alone', () => {
  const warnings = service.logged().filter(({ variable }) => variable !== undefined)
  expect(warnings).toMatchObject([{ level: 'warn', variable: 'APERTURE_PROT' }])
  expect(service.stdout()).not.toContain('1234')
})
