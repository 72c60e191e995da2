import { randomBytes } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { repository, runAperture, startService, type Variables } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'

/** Commands that need no service, and the one that is it. */

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

let directory: TemporaryDirectory
beforeAll(async () => {
  directory = await temporaryDirectory()
})
afterAll(() => directory.remove())

const aperture = (line: string | readonly string[], variables: Variables = {}) =>
  runAperture(typeof line === 'string' ? line.split(' ') : line, variables)

/** What a command answers to machines. */
async function answered(line: string, variables?: Variables): Promise<unknown> {
  const { end, stdout, stderr } = await aperture(`${line} --json`, variables)
  expect([end, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

describe('aperture key generate', () => {
  test('writes files that a service can be served with by aperture serve', async () => {
    const own = path.join(directory.path, 'keys')
    const variables = {
      APERTURE_DATA_DIR: path.join(directory.path, 'with-keys'),
      APERTURE_MASTER_KEY_FILE: path.join(own, 'master.key'),
      APERTURE_MANAGEMENT_SECRET_FILE: path.join(own, 'management.secret'),
      APERTURE_DATA_SECRET_FILE: path.join(own, 'data.secret'),
    }
    const { end, stdout } = await aperture(['key', 'generate', '--directory', own])
    expect([end, stdout]).toEqual([
      0,
      expect.stringMatching(/^Generated: .*\nKeyfiles are sealed to age1\w+;/),
    ])
    expect((await stat(own)).mode & 0o777).toBe(0o700)
    expect((await readdir(own)).sort()).toEqual([
      ...['data.secret', 'keyfile.identity', 'management.secret', 'master.key'],
    ])
    expect((await aperture(['key', 'generate', '--directory', own])).stderr).toBe(
      'The directory holds something already, and nothing is replaced: name another one.\n',
    )
    const commandFile = path.join(repository, 'dist', 'interfaces', 'cli', 'main.js')
    const served = await startService(variables, [process.execPath, commandFile, 'serve'])
    expect((await fetch(`${served.url}/-/health/live`)).status).toBe(200)
    expect((await served.stop()).end).toBe(0)
  })

  test('--json: the same for machines', async () => {
    const words = ['key', 'generate', '--json', '--directory', path.join(directory.path, 'keys-for-machines')]
    expect(JSON.parse((await aperture(words)).stdout)).toEqual({
      status: 'generated',
      keyfile_recipient: expect.stringMatching(/^age1/),
    })
    expect(await answered('key generate')).toEqual({
      master_key: expect.any(String),
      management_secret: expect.any(String),
      data_secret: expect.any(String),
      keyfile_identity: expect.stringMatching(/^AGE-SECRET-KEY-1/),
      keyfile_recipient: expect.stringMatching(/^age1/),
    })
  })

  test('prints what a service can be started with', async () => {
    const { stdout } = await aperture('key generate')
    const pairs = stdout.split('\n').flatMap((line) => {
      const [, name, value] = /^(APERTURE_\w+)=(.+)$/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name, value] as const]
    })
    expect(pairs.map(([name]) => name)).toEqual([
      ...['APERTURE_MASTER_KEY', 'APERTURE_MANAGEMENT_SECRET', 'APERTURE_DATA_SECRET'],
      'APERTURE_KEYFILE_RECIPIENT',
    ])
    const nowhere = { APERTURE_DATA_DIR: path.join(directory.path, 'nowhere'), ...Object.fromEntries(pairs) }
    expect((await aperture('jwt management', nowhere)).end).toBe(0)
  })
})

describe('aperture serve', () => {
  test('tells every mistake of the environment in one go, with exit code 1', async () => {
    const { end, stdout, stderr } = await aperture('serve', {
      APERTURE_PORT: 'x',
      APERTURE_MAX_COLUMNS: '0',
      APERTURE_LOG_LEVEL: 'loud',
      APERTURE_MASTER_KEY: randomBytes(32).toString('base64'),
      APERTURE_MASTER_KEY_FILE: '/nowhere',
    })
    expect([end, stdout]).toEqual([1, ''])
    const named = [...stderr.matchAll(/^(APERTURE_\w+)/gm)].map(([name]) => name)
    expect(named.sort()).toEqual([
      ...['APERTURE_LOG_LEVEL', 'APERTURE_MASTER_KEY', 'APERTURE_MAX_COLUMNS', 'APERTURE_PORT'],
    ])
  })
})

describe('aperture check', () => {
  const nowhere = () => ({ APERTURE_DATA_DIR: path.join(directory.path, 'never-made') })
  const heart =
    'check --definition samples/heart-disease/patients.xml --csv samples/heart-disease/patients.csv'

  test('says of a sound upload what becomes of it, and makes no data directory', async () => {
    const { end, stdout, stderr } = await aperture(heart, nowhere())
    expect([end, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^column +action +stored as\n.*\npseudo +drop +–\n.*\nSound: 303 rows\.\n/s)
    expect(await answered(`${heart} --kind external`, nowhere())).toEqual({
      status: 'sound',
      rows: 303,
      columns: expect.arrayContaining([
        { name: 'age', action: 'anonymize:numbergroup(10)', stored_as: 'text' },
        { name: 'gender', action: 'hide', stored_as: null },
      ]),
      keyfile: ['patient', 'patient_pseudonym'],
      uuid: '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11',
      ignored: ['Format/@CopyToFile'],
    })
    await expect(readdir(nowhere().APERTURE_DATA_DIR)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('refuses what an upload is refused for, with the same code and sentence, exit code 1', async () => {
    const swapped = heart.replace('heart-disease/patients.csv', 'manual-example/patients.csv')
    const { end, stdout, stderr } = await aperture(`${swapped} --json`, nowhere())
    expect([end, JSON.parse(stdout)]).toEqual([
      1,
      {
        status: 'refused',
        code: 'header-mismatch',
        title: 'Header and definition differ',
        detail: stderr.trim(),
      },
    ])
    const limited = await aperture(heart, { ...nowhere(), APERTURE_MAX_UPLOAD_BYTES: '1000' })
    expect([limited.end, limited.stderr]).toEqual([1, 'A file of the upload may have 1000 bytes.\n'])
  })
})

test('aperture completion bash, zsh, fish', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { end, stdout, stderr } = await aperture(`completion ${shell}`)
    expect([end, stderr]).toEqual([0, ''])
    expect(stdout).toContain('deactivate')
  }
})
