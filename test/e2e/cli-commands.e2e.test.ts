import { rm } from 'node:fs/promises'
import path from 'node:path'
import { manage } from '../support/http-clients'
import {
  type Launched,
  runAperture,
  type ServiceProcess,
  startAperture,
  startService,
} from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { sample, upload } from '../support/upload'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

type Json = Readonly<Record<string, unknown>>

let directory: TemporaryDirectory
let dataDir: string
let service: ServiceProcess
let jwt: string
/** What an expectation that fails would leave behind. */
const running: Launched[] = []

beforeAll(async () => {
  directory = await temporaryDirectory()
  dataDir = path.join(directory.path, 'data')
  service = await startService({ APERTURE_DATA_DIR: dataDir })
  await until(() => service.stdout().includes('curl'))
  jwt = (await aperture('jwt management')).stdout.trim()
})
afterAll(async () => {
  for (const process of running) process.signal('SIGKILL')
  await service.stop()
  await directory.remove()
})

const aperture = (line: string | readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  runAperture(typeof line === 'string' ? line.split(' ') : line, { APERTURE_DATA_DIR: dataDir, ...variables })

/** What a command answers to machines. */
async function answered(line: string, variables?: Readonly<Record<string, string>>): Promise<unknown> {
  const { end, stdout, stderr } = await aperture(`${line} --json`, variables)
  expect([end, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

/** The one line in which a command says what it is refused. */
async function refusal(line: string): Promise<string> {
  const { end, stdout, stderr } = await aperture(line)
  expect([end, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^[^\n]+\n$/)
  return stderr.trim()
}

const byUser = (one: Json, other: Json) => (String(one.user) < String(other.user) ? -1 : 1)

const linesOf = (ndjson: string): readonly Json[] =>
  ndjson
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Json)

const overHttp = async (method: 'GET' | 'POST', address: string, body?: unknown): Promise<unknown> =>
  (await manage({ url: service.url, managementJwt: async () => jwt }, method, address, body)).body

test('aperture user add, list, deactivate: what they do is what HTTP shows, and the other way round', async () => {
  expect(await answered('user add jdoe --group cardiology')).toEqual({ status: 'provisioned', user: 'jdoe' })
  expect(await refusal('user add jdoe')).toBe('A user by this name has been provisioned already.')
  await overHttp('POST', 'user', { user: 'asmith' })
  const users = (await answered('user list')) as readonly Json[]
  expect(users).toEqual([
    { user: 'asmith', groups: [], active: true },
    { user: 'jdoe', groups: ['cardiology'], active: true },
    { user: 'sample', groups: [], active: true },
  ])
  const shown = (await overHttp('GET', 'user')) as readonly Json[]
  expect(users).toEqual([...shown].sort(byUser))
  expect((await aperture('user list')).stdout).toBe(
    [
      'user    groups      state',
      '----    ------      -----',
      'asmith              active',
      'jdoe    cardiology  active',
      'sample              active',
      '',
    ].join('\n'),
  )
  expect(await answered('user deactivate asmith')).toEqual({ status: 'deactivated' })
  expect(await overHttp('GET', 'user/asmith')).toMatchObject({ active: false })
})

test('aperture project add, list, show, change, retire', async () => {
  await answered('user add owner')
  expect(await answered('project add Heart --owner owner')).toEqual({ status: 'created', id: 2 })
  expect(await refusal('project add heart --owner owner')).toBe(
    'Project 2 bears this name: use it, or choose another name.',
  )
  expect(await answered('project list')).toEqual([
    expect.objectContaining({ id: 1, name: 'Sample' }),
    { id: 2, name: 'Heart', description: '' },
  ])
  expect(await answered('project change 2 --authgroup cardiology --owner owner sample')).toEqual({
    status: 'changed',
    id: 2,
  })
  const shown = await answered('project show 2')
  expect(shown).toMatchObject({ authgroup: 'cardiology', owners: ['owner', 'sample'], retired: false })
  expect(await overHttp('GET', 'project/2')).toEqual(shown)
  expect(await refusal('project change 2 --owner nobody')).toBe(
    'Number 1 of owners is not a provisioned user: provision the user first.',
  )
  expect(await answered('project retire 2')).toEqual({ status: 'retired' })
  expect(await answered('project list')).toEqual([expect.objectContaining({ id: 1 })])
  expect(await refusal('token issue --project 2 --user owner')).toMatch(/retired/)
})

test('aperture token issue, show, revoke', async () => {
  const issued = (await answered('token issue --project 1 --user sample --kind dataset')) as Json
  expect(issued).toEqual({
    status: 'issued',
    token: expect.stringMatching(/^[0-9a-f-]{36}\.[\w-]{43,}$/),
    token_id: expect.any(String),
    not_before: expect.any(String),
    expires_at: expect.any(String),
  })
  const shown = await answered(`token show ${issued.token_id}`)
  expect(shown).toMatchObject({ state: 'issued', project: 1, user: 'sample', kinds: ['dataset'] })
  expect(await answered(`token revoke ${issued.token_id}`)).toEqual({ status: 'revoked' })
  expect(await answered(`token show ${issued.token_id}`)).toMatchObject({ state: 'revoked' })
  expect(
    (await upload({ url: service.url, token: String(issued.token), ...sample('manual-example') })).body.code,
  ).toBe('token-revoked')

  const used = String(((await answered('token issue --project 1 --user sample')) as Json).token)
  expect((await upload({ url: service.url, token: used, ...sample('manual-example') })).status).toBe(200)
  const [usedId] = used.split('.')
  expect(await refusal(`token revoke ${usedId}`)).toMatch(/has had it/)
  const [overTheLine, throughHttp] = [
    await answered(`token show ${usedId}`),
    await overHttp('GET', `uploadtoken/${usedId}`),
  ]
  expect(overTheLine).toMatchObject({ state: 'imported', import: { outcome: 'imported', rows: 4 } })
  // The service's public address is not in the environment of this command: only it differs.
  const withoutUrl = (token: unknown) => JSON.stringify(token).replace(/"url":"http:[^"]*?:\d+/, '"url":"')
  expect(withoutUrl(overTheLine)).toBe(withoutUrl(throughHttp))
  expect(await refusal('token show 3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162')).toBe(
    'No token with this id has been issued.',
  )
})

test('aperture audit export is the history as auditors read it over HTTP, line by line', async () => {
  const exported = await aperture('audit export')
  expect([exported.end, exported.stderr]).toEqual([0, ''])
  const headers = { authorization: `Bearer ${jwt}` }
  const auditors = await fetch(`${service.url}/management/audit/events`, { headers })
  expect(exported.stdout).toBe(await auditors.text())
  const events = linesOf(exported.stdout)
  const [, second, third, fourth] = events
  const range = await aperture(`audit export --from ${second?.position} --limit 2 --json`)
  expect(linesOf(range.stdout)).toEqual([third, fourth])
})

test('aperture history, --follow until SIGINT', async () => {
  const { stdout } = await aperture('history --limit 3')
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/^position {2}created +type +actor +stream$/),
    expect.stringMatching(/^1 {9}\d{4}-\S+Z {2}StoreInitialised\.v1 +system +store-self$/),
    expect.stringMatching(/UserProvisioned\.v1/),
    expect.stringMatching(/UserNameClaimed\.v1/),
    '',
  ])
  const following = startAperture(['history', '--follow', '--json'], { APERTURE_DATA_DIR: dataDir })
  running.push(following)
  const before = linesOf((await aperture('audit export')).stdout).length
  await until(() => following.stdout().split('\n').length > before)
  await answered('user add follower')
  await until(() => following.stdout().split('\n').length > before + 2)
  following.signal('SIGINT')
  const { end, stderr, stdout: followed } = await following.ended
  expect([end, stderr]).toEqual([0, ''])
  expect(linesOf(followed).slice(-2)).toEqual([
    expect.objectContaining({
      type: 'UserProvisioned.v1',
      metadata: expect.objectContaining({ actor: { kind: 'cli' } }),
    }),
    expect.objectContaining({ type: 'UserNameClaimed.v1' }),
  ])
})

test('lists are brought up to the history also where no service runs, and where they were deleted', async () => {
  const own = path.join(directory.path, 'alone')
  const variables = { APERTURE_DATA_DIR: own }
  const alone = await startService(variables)
  await until(() => alone.stdout().includes('curl'))
  await alone.stop()
  await answered('user add jdoe', variables)
  const names = async () =>
    ((await answered('user list', variables)) as readonly Json[]).map(({ user }) => user)
  expect(await names()).toEqual(['jdoe', 'sample'])
  for (const file of ['', '-wal', '-shm']) await rm(path.join(own, `read-models.db${file}`), { force: true })
  expect(await names()).toEqual(['jdoe', 'sample'])
})

test('aperture jwt management, data: with --json beside how long they are good for', async () => {
  const minted = (await answered('jwt management --expires-in 60')) as Json
  expect(minted).toEqual({ jwt: expect.stringMatching(/^eyJ/), expires_in: 60 })
  const headers = { authorization: `Bearer ${minted.jwt}` }
  expect((await fetch(`${service.url}/management/provision/user`, { headers })).status).toBe(200)
  expect(await answered('jwt data --user sample')).toEqual({
    jwt: expect.stringMatching(/^eyJ/),
    expires_in: 3_600,
  })
})
