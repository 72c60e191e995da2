import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { holdingProxy } from '../support/holding-proxy'
import { tokenStatus } from '../support/http-clients'
import { runAperture, startAperture } from '../support/processes'
import { type RunningService, runService } from '../support/running-service'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

let running: RunningService
let files: TemporaryDirectory
const sampleFiles = [
  ...['--definition', 'samples/heart-disease/patients.xml'],
  ...['--csv', 'samples/heart-disease/patients.csv'],
]

beforeAll(async () => {
  files = await temporaryDirectory()
  running = await runService()
  await running.provisionUser('jdoe')
  await running.provisionProject('Heart', 'jdoe')
})
afterAll(async () => {
  await running.end()
  await files.remove()
})

const newToken = () => running.issueToken({ projectId: 1, user: 'jdoe' })

const upload = (words: readonly string[], variables: Record<string, string> = {}, input?: string) =>
  runAperture(['upload', '--url', running.url, ...words], variables, input)

/** A table that is larger than all buffers on its way, and its definition. */
async function largeTable(): Promise<readonly string[]> {
  const definition = path.join(files.path, 'large.xml')
  const csv = path.join(files.path, 'large.csv')
  const column = '<Column Name="n" Type="integer"/>'
  await writeFile(definition, `<DatasetDefinition><Columns>${column}</Columns></DatasetDefinition>`)
  await writeFile(csv, `n\n${'1234567\n'.repeat(4_000_000)}`)
  return ['--definition', definition, '--csv', csv]
}

describe('aperture upload', () => {
  test('takes its token from standard input, and tells a person what was imported', async () => {
    const { end, stdout, stderr } = await upload(sampleFiles, {}, `${await newToken()}\n`)
    expect([end, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^column +type +action\n.*\npatient +text +pseudonymize\n/s)
    expect(stdout).toMatch(/\nImported: 303 rows, dataset [0-9a-f-]{36}\nRead at http:\S+\n/)
  })

  test('takes it from APERTURE_TOKEN, and answers machines with the body of the answer', async () => {
    const token = await newToken()
    const { end, stdout, stderr } = await upload([...sampleFiles, '--json', '--kind', 'external'], {
      APERTURE_TOKEN: token,
    })
    expect([end, stderr]).toEqual([0, ''])
    const body = JSON.parse(stdout)
    expect(body).toMatchObject({ status: 'imported', dataset: { kind: 'external', rows: 303 } })
    expect((await tokenStatus(running.url, token)).body.import).toEqual(body)
  })

  test('draws a progress bar with bytes and share where it is told to, and none where nobody looks', async () => {
    const token = await newToken()
    const { end, stderr } = await upload([
      ...sampleFiles,
      '--token',
      token,
      '--kind',
      'ephemeral',
      '--progress',
    ])
    expect(end).toBe(0)
    const frames = stderr.split('\r').slice(1)
    expect(frames[0]).toMatch(/^\[\.+\] {3}0% {2}0 B of 24\.\d kB/)
    expect(frames.at(-1)).toMatch(/^\[#+\] 100% {2}24\.\d kB of 24\.\d kB[^\n]*\n$/)
  })

  test('says what is refused and what retry says, in one line, with exit code 1', async () => {
    const token = await newToken()
    const spent = await upload([...sampleFiles, '--token', token])
    expect(spent.end).toBe(0)
    const again = await upload([...sampleFiles, '--token', token, '--json'])
    expect([again.end, JSON.parse(again.stdout).code]).toEqual([1, 'token-already-used'])
    expect(again.stderr).toBe(
      'A token is good for one import, and this one has had it. Sending it again takes a new token.\n',
    )
  })

  test('tells the faults of a table as a table', async () => {
    const csv = path.join(files.path, 'faulty.csv')
    const definition = path.join(files.path, 'faulty.xml')
    const columns = '<Column Name="a" Type="text"/><Column Name="n" Type="integer"/>'
    await writeFile(definition, `<DatasetDefinition><Columns>${columns}</Columns></DatasetDefinition>`)
    await writeFile(csv, 'a,n\nx,1\nJane Doe,old\n')
    const words = ['--definition', definition, '--csv', csv, '--token', await newToken()]
    const { end, stdout, stderr } = await upload(words)
    expect([end, stdout.split('\n')]).toEqual([
      1,
      [
        expect.stringMatching(/^line {2}record {2}column {2}rule {10}hint$/),
        expect.stringMatching(/^-+ /),
        expect.stringMatching(/^3 {5}2 {7}n {7}type-integer {2}\S/),
        '',
      ],
    ])
    expect(stderr).toMatch(/^The table is not as its definition says.*The token is still good.*\n$/)
    expect(stdout + stderr).not.toContain('Jane')
  })

  test('reads a refusal that comes early in a big body, and sends no more', async () => {
    const way = await holdingProxy(running.url, 2 ** 20)
    try {
      const words = ['upload', '--url', way.url, ...(await largeTable()), '--token', 'no-token']
      const { end, stdout, stderr } = await runAperture([...words, '--json', '--progress'], {})
      expect([end, JSON.parse(stdout)]).toEqual([1, expect.objectContaining({ code: 'token-invalid' })])
      expect(stderr).not.toContain('100%')
      expect(stderr.split('\n').at(-2)).toMatch(/Sending it again takes a new token\.$/)
    } finally {
      await way.close()
    }
  })

  test('cancelled by SIGINT leaves the token good, and says so', async () => {
    const way = await holdingProxy(running.url, 2 ** 20)
    const token = await newToken()
    try {
      const words = ['upload', '--url', way.url, ...(await largeTable()), '--token', token, '--progress']
      const sending = startAperture(words, {})
      await until(() => / [1-9]\d?%/.test(sending.stderr()))
      await until(async () => (await tokenStatus(running.url, token)).body.status === 'receiving')
      sending.signal('SIGINT')
      const { end, stdout, stderr } = await sending.ended
      expect([end, stdout]).toEqual([1, ''])
      expect(stderr.split('\n').at(-2)).toBe(
        'Cancelled before the upload was complete: nothing is imported, and the token is still good.',
      )
    } finally {
      // What stands still on the way hides from the service that its client has gone.
      await way.close()
    }
    await until(async () => (await tokenStatus(running.url, token)).body.status === 'issued')
  })

  test('that reaches nobody says so, with exit code 1', async () => {
    const words = ['upload', '--url', 'http://127.0.0.1:9', ...sampleFiles, '--token', 't']
    const { end, stderr } = await runAperture(words, {})
    expect([end, stderr]).toEqual([
      1,
      expect.stringMatching(/^No service can be reached at --url \(\w+\): [^\n]+\n$/),
    ])
  })

  test('names the option of a file that can not be read, not the file', async () => {
    const directory = path.join(files.path, 'a-directory')
    await mkdir(directory)
    const definition = sampleFiles.slice(0, 2)
    const missing = await upload([
      ...definition,
      '--csv',
      path.join(files.path, 'missing.csv'),
      '--token',
      't',
    ])
    const notAFile = await upload([...definition, '--csv', directory, '--token', 't'])
    expect([missing.end, missing.stderr]).toEqual([
      1,
      'The file of --csv is not there: name one that this user may read.\n',
    ])
    expect([notAFile.end, notAFile.stderr]).toEqual([
      1,
      'The file of --csv is a directory: name the file itself.\n',
    ])
  })

  test('without a token is wrong usage, exit code 2', async () => {
    const { end, stdout, stderr } = await upload(sampleFiles)
    expect([end, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/give a token: by --token, in APERTURE_TOKEN, or on standard input/)
  })
})
