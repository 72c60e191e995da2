import { randomBytes, randomUUID } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isProvablyDead, processIdentity } from '../../src/infrastructure/system/process-identity'
import { tokenStatus } from '../support/http-clients'
import { runAperture, type ServiceProcess, startService, type Variables } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { sample, upload } from '../support/upload'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

let directory: TemporaryDirectory
let dataDir: string
let service: ServiceProcess

beforeAll(async () => {
  directory = await temporaryDirectory()
  dataDir = path.join(directory.path, 'data')
  service = await startService({ APERTURE_DATA_DIR: dataDir })
  await until(() => service.stdout().includes('curl'))
})
afterAll(async () => {
  await service.stop()
  await directory.remove()
})

const aperture = (line: string, variables: Variables = { APERTURE_DATA_DIR: dataDir }) =>
  runAperture(line.split(' '), variables)

/** The one word that a command prints. */
async function printed(line: string, variables?: Variables): Promise<string> {
  const { end, stdout, stderr } = await aperture(line, variables)
  expect([end, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^\S+\n$/)
  return stdout.trim()
}

const call = async (method: string, address: string, jwt: string, body?: unknown) => {
  const headers = { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(`${service.url}${address}`, { method, headers, ...sent })
  return { status: answer.status, text: await answer.text() }
}

const unknownDataset = `/-/dataset/${randomUUID()}`

/** Everything below a directory, word for word, to see that nothing was made, changed or removed. */
async function contents(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true })
  const described = entries.map(async (entry) => {
    const isFile = (await stat(path.join(root, entry))).isFile()
    return isFile ? `${entry} ${(await readFile(path.join(root, entry))).toString('base64')}` : entry
  })
  return (await Promise.all(described)).sort()
}

test('credentials for management work there, and name their client in the history', async () => {
  const jwt = await printed('jwt management --identity portal')
  expect((await call('GET', unknownDataset, jwt)).status).toBe(401)
  expect((await call('POST', '/management/provision/user', jwt, { user: 'jdoe' })).status).toBe(201)
  const history = (await call('GET', '/management/audit/events', jwt)).text.trim().split('\n')
  const actors = history.map((line) => JSON.parse(line).metadata.actor)
  expect(actors).toContainEqual({ kind: 'management', client: 'portal' })
})

test('credentials for data work there alone', async () => {
  const jwt = await printed('jwt data --user sample')
  expect((await call('GET', unknownDataset, jwt)).status).toBe(404)
  expect((await call('GET', '/management/provision/user', jwt)).status).toBe(401)
})

test('a token issued beside a running service is good for an upload, and told as the work of the command line', async () => {
  const token = await printed('token issue --project 1 --user sample')
  const uploaded = await upload({ url: service.url, token, ...sample('manual-example') })
  expect([uploaded.status, uploaded.body.status]).toEqual([200, 'imported'])
  const history = (await call('GET', '/management/audit/events', await printed('jwt management'))).text
  const events = history
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const issued = events.find(({ type, data }) => type === 'TokenIssued.v1' && token.startsWith(data.tokenId))
  expect(issued.metadata.actor).toEqual({ kind: 'cli' })
})

test('a refusal is one line and exit code 1, wrong usage exit code 2', async () => {
  const [refused, misused] = await Promise.all([
    aperture('token issue --project 1 --user nobody'),
    aperture('token issue --project one --user sample'),
  ])
  expect([refused.end, refused.stdout]).toEqual([1, ''])
  expect(refused.stderr).toBe('There is no such user: provision the user first.\n')
  expect([misused.end, misused.stdout]).toEqual([2, ''])
  expect(misused.stderr).toMatch(/--project <id>.*whole number/)
})

describe('beside a service that does not run', () => {
  let own: string
  beforeEach(() => {
    own = path.join(directory.path, randomUUID())
  })

  test('a token can be issued, and nothing else is done', async () => {
    const variables = { APERTURE_DATA_DIR: own }
    const first = await startService(variables)
    await until(() => first.stdout().includes('curl'))
    await first.stop()
    const dead = processIdentity().text.replace(/\d+$/, '1')
    const staging = path.join(own, 'staging')
    await mkdir(path.join(staging, dead), { recursive: true })
    const staged = await readdir(staging)
    for (const file of ['', '-wal', '-shm'])
      await rm(path.join(own, `read-models.db${file}`), { force: true })

    const token = await printed('token issue --project 1 --user sample --expires-in 60', variables)
    expect(await readdir(own)).not.toContain('read-models.db')
    expect(await readdir(staging)).toEqual(staged)

    const second = await startService(variables)
    expect((await tokenStatus(second.url, token)).body.status).toBe('issued')
    // What the server does about it, where it can tell: leaving it was a choice.
    if (isProvablyDead(dead)) await until(async () => !(await readdir(staging)).includes(dead))
    await second.stop()
  })

  test('a credential takes the secrets and opens nothing', async () => {
    await cp(path.join(dataDir, 'secrets'), path.join(own, 'secrets'), { recursive: true })
    await writeFile(path.join(own, 'events.db'), 'no database')
    const before = await contents(own)
    const jwt = await printed('jwt management', { APERTURE_DATA_DIR: own })
    expect((await call('GET', '/management/provision/user', jwt)).status).toBe(200)
    expect(await contents(own)).toEqual(before)
  })
})

describe('where no service has ever been', () => {
  const secrets: Variables = {
    APERTURE_MASTER_KEY: randomBytes(32).toString('base64'),
    APERTURE_MANAGEMENT_SECRET: randomBytes(64).toString('base64url'),
    APERTURE_DATA_SECRET: randomBytes(64).toString('base64url'),
  }

  test.each<[string, Variables]>([
    ['jwt management', {}],
    ['token issue --project 1 --user sample', secrets],
  ])('%s makes nothing', async (line, variables) => {
    const nowhere = path.join(directory.path, 'nowhere')
    const { end, stdout, stderr } = await aperture(line, { APERTURE_DATA_DIR: nowhere, ...variables })
    expect([end, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      'No service has been started on this data directory: start one, or name its directory in APERTURE_DATA_DIR.\n',
    )
    await expect(readdir(nowhere)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
