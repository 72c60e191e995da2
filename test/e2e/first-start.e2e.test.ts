import { randomBytes } from 'node:crypto'
import { readdir, readFile, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { holdUpload } from '../support/held-upload'
import { attemptStart, runAperture, runLine, type ServiceProcess, startService } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { sample } from '../support/upload'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

type Variables = Readonly<Record<string, string>>

let directory: TemporaryDirectory
let dataDir: string
let running: ServiceProcess[]

beforeEach(async () => {
  directory = await temporaryDirectory()
  dataDir = path.join(directory.path, 'data')
  running = []
})
afterEach(async () => {
  for (const service of running) service.signal('SIGKILL')
  await Promise.all(running.map(({ ended }) => ended))
  await directory.remove()
})

async function start(variables: Variables = {}): Promise<ServiceProcess> {
  const service = await startService({ APERTURE_DATA_DIR: dataDir, ...variables })
  running.push(service)
  return service
}

/** The one line in which a start says what keeps it. */
async function refusalOfStart(variables: Variables = {}): Promise<string> {
  const { end, stdout, stderr } = await attemptStart({ APERTURE_DATA_DIR: dataDir, ...variables })
  expect([end, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^[^\n]+\n$/)
  expect(stderr).not.toContain(directory.path)
  return stderr
}

const curlLineOf = ({ stdout }: ServiceProcess): string | undefined => /^curl .*$/m.exec(stdout())?.[0]

async function printedCurlLine(service: ServiceProcess): Promise<string> {
  await until(() => curlLineOf(service) !== undefined)
  return curlLineOf(service) ?? ''
}

const readAs = async (jwt: string, url: string) => {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${jwt.trim()}` } })
  return { status: answer.status, text: await answer.text() }
}

const dataJwt = async () =>
  (await runAperture(['jwt', 'data', '--user', 'sample'], { APERTURE_DATA_DIR: dataDir })).stdout

const sampleTokenOf = (line: string) => / token=(\S+) /.exec(line)?.[1] ?? ''

/** The table of the manual's example, by the rules of its definition: 145 lies in the half-open [140, 150). */
const deidentifiedSample = [
  'patient,chest pain,rest SBP,cholesterol,fasting blood sugar > 120',
  'pseudo1,typical ang,140-150,,1',
  'pseudo2,asymptomatic,160-170,,0',
  'pseudo3,asymptomatic,120-130,,0',
  'pseudo4,non-anginal,130-140,,0',
  '',
].join('\n')

const modesBelow = async (root: string): Promise<readonly string[]> => {
  const entries = await readdir(root, { recursive: true })
  const modes = ['', ...entries].map(async (entry) => {
    const status = await stat(path.join(root, entry))
    return `${status.isDirectory() ? 'directory' : 'file'} ${(status.mode & 0o777).toString(8)}`
  })
  return [...new Set(await Promise.all(modes))].sort()
}

const warningsOfIdentity = ({ logged }: ServiceProcess) =>
  logged().filter(({ level, msg }) => level === 'warn' && /keyfile\.identity/.test(String(msg)))

const saysGenerated = ({ logged }: ServiceProcess) =>
  logged().some(({ msg }) => /^a first start: secrets were generated/.test(String(msg)))

const secretsIn = async (root: string) => {
  const files = (await readdir(path.join(root, 'secrets'))).sort()
  return Promise.all(
    files.map(async (file) => [file, await readFile(path.join(root, 'secrets', file), 'utf8')]),
  )
}

test('a first start prints a line to paste, and the next ones find everything as it was left', async () => {
  const first = await start()
  expect(first.logged()[0]).toMatchObject({ msg: 'listening', host: '127.0.0.1', url: first.url })
  const imported = JSON.parse(await runLine(await printedCurlLine(first)))
  expect(imported.status).toBe('imported')
  const made = await secretsIn(dataDir)
  expect(made.map(([file]) => file)).toEqual([
    'data.secret',
    'keyfile.identity',
    'management.secret',
    'master.key',
  ])
  expect(await modesBelow(dataDir)).toEqual(['directory 700', 'file 600'])
  expect((await first.stop()).end).toBe(0)
  expect(warningsOfIdentity(first)).toHaveLength(1)
  expect(saysGenerated(first)).toBe(true)

  const second = await start()
  const { pathname } = new URL(imported.dataset.url)
  expect(await readAs(await dataJwt(), `${second.url}${pathname}`)).toEqual({
    status: 200,
    text: deidentifiedSample,
  })
  const { end, stdout } = await second.stop()
  expect(end).toBe(0)
  expect(stdout).not.toMatch(/curl|token=|First start/)
  expect(await secretsIn(dataDir)).toEqual(made)
  expect(warningsOfIdentity(second)).toHaveLength(1)
  expect(saysGenerated(second)).toBe(false)
})

test('two processes work on the same directory at the same time', async () => {
  const first = await start()
  const line = await printedCurlLine(first)
  const second = await start()
  const toSecond = line.replace(first.url, second.url)
  const imported = JSON.parse(await runLine(toSecond, {}, { withoutCurl: true }))
  const jwt = await dataJwt()
  for (const { url } of [first, second]) {
    expect((await readAs(jwt, `${url}/-/dataset/${imported.dataset.id}`)).text).toBe(deidentifiedSample)
  }
  expect(await Promise.all([first.stop(), second.stop()])).toMatchObject([{ end: 0 }, { end: 0 }])
  expect(curlLineOf(second)).toBeUndefined()
})

describe('a start that can not be', () => {
  test('has data, and not its secrets, or not its master key', async () => {
    await (await start()).stop()
    const another = randomBytes(32).toString('base64')
    const line = await refusalOfStart({ APERTURE_MASTER_KEY: another })
    expect(line).toBe(
      'The event store was made with another master key: start with the key it was made with.\n',
    )
    expect(line).not.toContain(another)

    await rename(path.join(dataDir, 'secrets'), path.join(directory.path, 'moved'))
    expect(await refusalOfStart()).toMatch(
      /^Missing: APERTURE_MASTER_KEY, APERTURE_MANAGEMENT_SECRET, APERTURE_DATA_SECRET\. Set each/,
    )
    expect(await readdir(dataDir)).not.toContain('secrets')
  })

  test('would make secrets for a host that others reach', async () => {
    expect(await refusalOfStart({ APERTURE_HOST: '0.0.0.0' })).toMatch(
      /^Missing: APERTURE_MASTER_KEY, .*only a first start on a loopback host/,
    )
    expect(await readdir(dataDir)).toEqual([])
  })

  test('finds its port in use, and is a first start again the next time', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    expect(await refusalOfStart({ APERTURE_PORT: port })).toBe(
      `Port ${port} of 127.0.0.1 is in use: end what listens there, or choose another port in APERTURE_PORT.\n`,
    )
    await new Promise((resolve) => taken.close(resolve))
    expect(await printedCurlLine(await start())).toContain('dataset_import')
  })
})

describe('a signal', () => {
  const isStopping = ({ logged }: ServiceProcess) => logged().some(({ msg }) => msg === 'stopping')
  const held = async (variables: Variables) => {
    const service = await start(variables)
    const token = sampleTokenOf(await printedCurlLine(service))
    return { service, upload: await holdUpload({ url: service.url, token, ...sample('manual-example') }) }
  }

  test('lets the upload under way end', async () => {
    const { service, upload: half } = await held({})
    service.signal('SIGTERM')
    await until(() => isStopping(service))
    expect((await half.finish()).status).toBe(200)
    expect((await service.ended).end).toBe(0)
  })

  test('cuts off what takes longer than it may, and says so by the exit code', async () => {
    const { service } = await held({ APERTURE_DRAIN_SECONDS: '0' })
    expect((await service.stop()).end).toBe(1)
  })

  test('is answered at once the second time', async () => {
    const { service } = await held({ APERTURE_DRAIN_SECONDS: '600' })
    service.signal('SIGTERM')
    await until(() => isStopping(service))
    service.signal('SIGINT')
    expect((await service.ended).end).toBe('SIGINT')
  })
})
