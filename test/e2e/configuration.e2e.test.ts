import { randomBytes } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { variables } from '../../src/infrastructure/composition/variables'
import { attemptStart, runAperture } from '../support/processes'
import { publishedMasterKey } from '../support/published-keys'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

let directory: TemporaryDirectory
beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(() => directory.remove())

describe('Configuration: environment only, decoded once, all mistakes reported together before anything starts', () => {
  test('every variable that there is, each wrong', async () => {
    const names = Object.keys(variables)
    // Nothing is no value of any of them, but of the prefix.
    const wrong = Object.fromEntries(
      names.map((name) => [name, name === 'APERTURE_STREAM_PREFIX' ? '-' : '']),
    )
    for (const attempt of [attemptStart(wrong), runAperture(['serve'], wrong)]) {
      const { end, stdout, stderr } = await attempt
      expect([end, stdout]).toEqual([1, ''])
      const told = stderr.trimEnd().split('\n')
      expect(told.map((line) => line.split(' must be ')[0])).toEqual(names)
    }
  })

  test('keys that do not go together, and keys that are none', async () => {
    const place = (name: string) => path.join(directory.path, name)
    await writeFile(place('readable'), randomBytes(64).toString('hex'), { mode: 0o644 })
    await writeFile(place('private'), '-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n')
    const dataDir = place('data')
    const secret = randomBytes(64).toString('hex')

    const rivals = await attemptStart({
      APERTURE_DATA_DIR: dataDir,
      APERTURE_MASTER_KEY: secret,
      APERTURE_MASTER_KEY_FILE: place('readable'),
      APERTURE_MANAGEMENT_SECRET_FILE: place('readable'),
      APERTURE_MANAGEMENT_PUBLIC_KEY_FILE: place('private'),
      APERTURE_DATA_SECRET: secret,
      APERTURE_DATA_PUBLIC_KEY_FILE: place('private'),
      APERTURE_TRUST_PROXY: 'proxy.example',
    })
    expect([rivals.end, rivals.stdout, rivals.stderr.split('\n')]).toEqual([
      1,
      '',
      [
        'APERTURE_TRUST_PROXY must be IP addresses or CIDR ranges, with commas between.',
        'APERTURE_MASTER_KEY and APERTURE_MASTER_KEY_FILE are both set: set one.',
        'APERTURE_MANAGEMENT_SECRET_FILE and APERTURE_MANAGEMENT_PUBLIC_KEY_FILE are both set: set one.',
        'APERTURE_DATA_SECRET and APERTURE_DATA_PUBLIC_KEY_FILE are both set: set one.',
        '',
      ],
    ])

    const unfit = await attemptStart({
      APERTURE_DATA_DIR: dataDir,
      APERTURE_MASTER_KEY: 'short',
      APERTURE_MANAGEMENT_SECRET_FILE: place('readable'),
      APERTURE_DATA_PUBLIC_KEY_FILE: place('private'),
    })
    expect([unfit.end, unfit.stdout]).toEqual([1, ''])
    expect(unfit.stderr.trimEnd().split('\n')).toEqual([
      'APERTURE_MASTER_KEY must be base64 of 32 random bytes.',
      'The file of APERTURE_MANAGEMENT_SECRET can be read by everyone: take that right away (chmod 600).',
      expect.stringMatching(/^The file of APERTURE_DATA_PUBLIC_KEY_FILE holds a private key, /),
    ])
    expect(rivals.stderr + unfit.stderr).not.toContain(directory.path)
    // The directory itself is made before the keys are looked for, and nothing in it.
    expect(await readdir(dataDir)).toEqual([])
  })

  test('A secret that is short or well known is refused', async () => {
    const dataDir = path.join(directory.path, 'data')
    const secrets = {
      APERTURE_MASTER_KEY: Buffer.from(publishedMasterKey).toString('base64'),
      APERTURE_MANAGEMENT_SECRET: 'your-256-bit-secret-'.repeat(4),
      APERTURE_DATA_SECRET: randomBytes(63).toString('hex').slice(0, 63),
    }
    const { end, stdout, stderr } = await attemptStart({ APERTURE_DATA_DIR: dataDir, ...secrets })
    expect([end, stdout, stderr.trimEnd().split('\n')]).toEqual([
      1,
      '',
      [
        'APERTURE_MASTER_KEY must be base64 of 32 random bytes.',
        'APERTURE_MANAGEMENT_SECRET must be at least 64 random bytes, and not a known example.',
        'APERTURE_DATA_SECRET must be at least 64 random bytes, and not a known example.',
      ],
    ])
    for (const secret of Object.values(secrets)) expect(stderr).not.toContain(secret)
  })
})
