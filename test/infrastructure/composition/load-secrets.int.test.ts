import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readConfig } from '../../../src/infrastructure/composition/config'
import { loadSecrets, makeFirstSecrets } from '../../../src/infrastructure/composition/load-secrets'
import { publishedMasterKey } from '../../support/published-keys'
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory'

type Variables = Readonly<Record<string, string>>

let directory: TemporaryDirectory
let dataDir: string
beforeEach(async () => {
  directory = await temporaryDirectory()
  dataDir = path.join(directory.path, 'data')
})
afterEach(() => directory.remove())

function config(variables: Variables = {}) {
  const reading = readConfig({ APERTURE_DATA_DIR: dataDir, ...variables })
  if (reading.outcome === 'refused') throw new Error(reading.mistakes.join(' '))
  return reading.config
}

const publicPem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()
const privatePem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

const load = (variables?: Variables) => loadSecrets(config(variables))

async function mistakesOf(variables: Variables): Promise<readonly string[]> {
  const loaded = await load(variables)
  if (loaded.outcome !== 'refused') throw new Error(loaded.outcome)
  for (const secret of Object.values(variables)) {
    expect(loaded.mistakes.join()).not.toContain(secret)
  }
  return loaded.mistakes
}

const sound = () => ({
  APERTURE_MASTER_KEY: randomBytes(32).toString('base64'),
  APERTURE_MANAGEMENT_SECRET: randomBytes(64).toString('base64url'),
  APERTURE_DATA_SECRET: randomBytes(64).toString('base64url'),
})

async function file(content: string, mode = 0o600): Promise<string> {
  const name = path.join(directory.path, randomBytes(8).toString('hex'))
  await writeFile(name, content)
  await chmod(name, mode)
  return name
}

describe('secrets of variables and files', () => {
  test('are taken as they are', async () => {
    const { APERTURE_MASTER_KEY, APERTURE_MANAGEMENT_SECRET, APERTURE_DATA_SECRET } = sound()
    const loaded = await load({
      APERTURE_MASTER_KEY,
      APERTURE_MANAGEMENT_SECRET,
      APERTURE_DATA_SECRET_FILE: await file(`${APERTURE_DATA_SECRET}\n`),
    })
    expect(loaded).toEqual({
      outcome: 'read',
      secrets: {
        masterKey: new Uint8Array(Buffer.from(APERTURE_MASTER_KEY, 'base64')),
        management: Buffer.from(APERTURE_MANAGEMENT_SECRET),
        data: Buffer.from(APERTURE_DATA_SECRET),
        keyfileIdentity: null,
      },
    })
  })

  test.each([
    ['no base64', 'x'.repeat(44)],
    ['31 bytes', randomBytes(31).toString('base64')],
    ['33 bytes', randomBytes(33).toString('base64')],
    ['hexadecimal', randomBytes(32).toString('hex')],
    ['the published one', Buffer.from(publishedMasterKey).toString('base64')],
    ['nothing but zeros', Buffer.alloc(32).toString('base64')],
  ])('a master key is not %s', async (_what, text) =>
    expect(await mistakesOf({ ...sound(), APERTURE_MASTER_KEY: text })).toEqual([
      'APERTURE_MASTER_KEY must be base64 of 32 random bytes.',
    ]),
  )

  test.each(['APERTURE_MANAGEMENT_SECRET', 'APERTURE_DATA_SECRET'])('%s is long and random', async (name) => {
    const mistake = [`${name} must be at least 64 random bytes, and not a known example.`]
    expect(await mistakesOf({ ...sound(), [name]: randomBytes(48).toString('base64url').slice(1) })).toEqual(
      mistake,
    )
    expect(await mistakesOf({ ...sound(), [name]: `changeme-${randomBytes(64).toString('hex')}` })).toEqual(
      mistake,
    )
    expect(await mistakesOf({ ...sound(), [name]: 'abcd'.repeat(20) })).toEqual(mistake)
  })

  test('are not equal', async () => {
    const { APERTURE_DATA_SECRET, ...others } = sound()
    expect(await mistakesOf({ ...others, APERTURE_DATA_SECRET: others.APERTURE_MANAGEMENT_SECRET })).toEqual([
      'APERTURE_MANAGEMENT_SECRET and APERTURE_DATA_SECRET are equal: use two.',
    ])
  })

  test.each([0o604, 0o644, 0o602])('lie in no file of mode %o', async (mode) => {
    const { APERTURE_DATA_SECRET, ...others } = sound()
    const APERTURE_DATA_SECRET_FILE = await file(APERTURE_DATA_SECRET, mode)
    expect(await mistakesOf({ ...others, APERTURE_DATA_SECRET_FILE })).toEqual([
      'The file of APERTURE_DATA_SECRET can be read by everyone: take that right away (chmod 600).',
    ])
  })

  test('are told of together', async () => {
    const mistakes = await mistakesOf({
      APERTURE_MASTER_KEY: 'short',
      APERTURE_MANAGEMENT_SECRET_FILE: path.join(directory.path, 'missing'),
      APERTURE_DATA_SECRET_FILE: directory.path,
    })
    expect(mistakes).toEqual([
      'APERTURE_MASTER_KEY must be base64 of 32 random bytes.',
      'APERTURE_MANAGEMENT_SECRET_FILE names no file.',
      'The file of APERTURE_DATA_SECRET is no file that this user may read.',
    ])
  })
})

describe('public keys', () => {
  const pem = () => publicPem(generateKeyPairSync('ed25519').publicKey)
  const masterKey = () => ({ APERTURE_MASTER_KEY: sound().APERTURE_MASTER_KEY })

  test('verify in place of secrets, and everyone may read them', async () => {
    const loaded = await load({
      ...masterKey(),
      APERTURE_MANAGEMENT_PUBLIC_KEY_FILE: await file(pem(), 0o644),
      APERTURE_DATA_PUBLIC_KEY_FILE: await file(
        publicPem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey),
        0o444,
      ),
    })
    expect(loaded).toMatchObject({
      outcome: 'read',
      secrets: { management: { algorithm: 'EdDSA' }, data: { algorithm: 'ES384' } },
    })
  })

  test('are not equal', async () => {
    const text = pem()
    const variables = {
      ...masterKey(),
      APERTURE_MANAGEMENT_PUBLIC_KEY_FILE: await file(text),
      APERTURE_DATA_PUBLIC_KEY_FILE: await file(`\n${text}`),
    }
    expect(await mistakesOf(variables)).toEqual([
      'APERTURE_MANAGEMENT_PUBLIC_KEY_FILE and APERTURE_DATA_PUBLIC_KEY_FILE are equal: use two.',
    ])
  })

  const name = 'APERTURE_DATA_PUBLIC_KEY_FILE'
  const { privateKey } = generateKeyPairSync('ed25519')
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey

  test.each<[string, string, number, string]>([
    ['a private key', privatePem(privateKey), 0o600, `The file of ${name} holds a private key, which`],
    ['a weak key', publicPem(weak), 0o644, `The key of ${name} must be RSA of at least 2048 bits `],
    ['a secret', 'x'.repeat(64), 0o600, `The file of ${name} must hold one public key in PEM, `],
    ['what anyone may write', pem(), 0o646, `The file of ${name} can be written by everyone: `],
  ])('are not %s', async (_what, content, mode, mistake) => {
    const { APERTURE_DATA_SECRET: _secret, ...others } = sound()
    const [told, ...more] = await mistakesOf({ ...others, [name]: await file(content, mode) })
    expect(more).toEqual([])
    expect(told?.startsWith(mistake)).toBe(true)
    expect(told).not.toContain(content.slice(0, 40))
  })

  test('lie in a file', async () => {
    const { APERTURE_DATA_SECRET: _secret, ...others } = sound()
    expect(await mistakesOf({ ...others, [name]: path.join(directory.path, 'missing') })).toEqual([
      `${name} names no file.`,
    ])
    expect(await mistakesOf({ ...others, [name]: directory.path })).toEqual([
      `${name} names no file that this user may read.`,
    ])
  })

  test.each([
    ['a public key', publicPem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)],
    ['a private key', privatePem(privateKey)],
  ])('are never taken for secrets: %s', async (_what, content) => {
    const { APERTURE_DATA_SECRET: _secret, ...others } = sound()
    const mistake =
      'APERTURE_DATA_SECRET holds a key or certificate in PEM: it must be a secret, and a public key has its own variable.'
    expect(await mistakesOf({ ...others, APERTURE_DATA_SECRET: content })).toEqual([mistake])
    expect(await mistakesOf({ ...others, APERTURE_DATA_SECRET_FILE: await file(content) })).toEqual([mistake])
  })

  test('leave a first start what it is, unless they are wrong', async () => {
    const right = { APERTURE_MANAGEMENT_PUBLIC_KEY_FILE: await file(pem()) }
    expect(await load(right)).toEqual({ outcome: 'first-start' })
    const wrong = { APERTURE_MANAGEMENT_PUBLIC_KEY_FILE: await file('') }
    expect((await mistakesOf(wrong)).join()).toMatch(/ must hold one public key in PEM, .*Missing: /)
    expect(await makeFirstSecrets(config(right))).toMatchObject({
      outcome: 'read',
      secrets: { management: { algorithm: 'EdDSA' }, data: expect.any(Buffer) },
    })
  })
})

describe('a first start', () => {
  test.each([
    ['no directory', async () => {}],
    ['an empty one', async () => void (await mkdir(dataDir))],
  ])('finds %s, and nothing is made by looking', async (_what, prepare) => {
    await prepare()
    expect(await load()).toEqual({ outcome: 'first-start' })
    expect(await readdir(directory.path, { recursive: true })).toEqual(await readdir(directory.path))
  })

  test('makes its secrets once, and every later start finds the same', async () => {
    const made = await makeFirstSecrets(config())
    const identity = (await readFile(path.join(dataDir, 'secrets', 'keyfile.identity'), 'utf8')).trim()
    expect(made).toMatchObject({
      outcome: 'read',
      secrets: { keyfileIdentity: identity },
    })
    expect(await load()).toEqual(made)
    await expect(makeFirstSecrets(config())).rejects.toThrow()
    expect(await load()).toEqual(made)
  })

  test.each<[string, Variables]>([
    ['on a host that others reach', { APERTURE_HOST: '0.0.0.0' }],
    ['where one secret is configured', { APERTURE_DATA_SECRET: sound().APERTURE_DATA_SECRET }],
  ])('is none %s', async (_what, variables) => {
    const missing = Object.keys(sound()).filter((name) => !(name in variables))
    const [mistake, ...others] = await mistakesOf(variables)
    expect(others).toEqual([])
    expect(mistake).toMatch(new RegExp(`^Missing: ${missing.join(', ')}\\. `))
  })

  test('is none over data', async () => {
    await mkdir(dataDir)
    await writeFile(path.join(dataDir, 'events.db'), '')
    expect((await mistakesOf({})).join()).toMatch(/^Missing: APERTURE_MASTER_KEY, /)
  })

  test('is none where only some of its secrets are left', async () => {
    await makeFirstSecrets(config())
    await rm(path.join(dataDir, 'secrets', 'master.key'))
    expect((await mistakesOf({})).join()).toMatch(/^Missing: APERTURE_MASTER_KEY\. /)
  })
})

describe('the identity of the keyfiles', () => {
  const identityFile = () => path.join(dataDir, 'secrets', 'keyfile.identity')

  test('may have been moved away', async () => {
    await makeFirstSecrets(config())
    await rm(identityFile())
    expect(await load()).toMatchObject({ outcome: 'read', secrets: { keyfileIdentity: null } })
  })

  test('is not for everyone to read', async () => {
    await makeFirstSecrets(config())
    await chmod(identityFile(), 0o644)
    expect(await mistakesOf({})).toEqual([
      'The file of keyfile.identity can be read by everyone: take that right away (chmod 600).',
    ])
  })
})
