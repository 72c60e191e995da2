import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { recipientOf } from '../../../src/infrastructure/age/age'
import { decodeMasterKey } from '../../../src/infrastructure/crypto/master-key'
import { weaknessOfMasterKey, weaknessOfSecret } from '../../../src/infrastructure/crypto/secret-strength'
import { generateSecrets, readSecretFile, secretFiles } from '../../../src/infrastructure/filesystem/secrets'
import { modesBelow, temporaryDirectory } from './files'

const root = temporaryDirectory()
const secrets = () => path.join(root(), 'data', 'secrets')

function read(file: string): string {
  const reading = readSecretFile(path.join(secrets(), file))
  if (reading.outcome !== 'read') throw new Error(`${file} is ${reading.outcome}`)
  return reading.text
}

describe('generated secrets', () => {
  test('are four files for this user only', async () => {
    await generateSecrets(secrets())
    expect(await modesBelow(root())).toEqual([
      'd 700 data',
      'd 700 data/secrets',
      'f 600 data/secrets/data.secret',
      'f 600 data/secrets/keyfile.identity',
      'f 600 data/secrets/management.secret',
      'f 600 data/secrets/master.key',
    ])
  })

  test('are strong, each of its own, and usable', async () => {
    await generateSecrets(secrets())
    const masterKey = decodeMasterKey(read(secretFiles.masterKey))
    expect(masterKey && weaknessOfMasterKey(masterKey)).toBeNull()
    expect(masterKey).toHaveLength(32)
    const [management, data] = [read(secretFiles.management), read(secretFiles.data)]
    expect([management, data].map(weaknessOfSecret)).toEqual([null, null])
    expect(management).toMatch(/^[A-Za-z0-9_-]{86}$/)
    expect(management).not.toBe(data)
    expect(await recipientOf(read(secretFiles.keyfileIdentity))).toMatch(/^age1/)
  })

  test('replace nothing, not even a single file, and leave nothing behind then', async () => {
    await mkdir(secrets(), { recursive: true })
    await writeFile(path.join(secrets(), secretFiles.masterKey), 'mine')
    await expect(generateSecrets(secrets())).rejects.toThrow()
    expect(await readFile(path.join(secrets(), secretFiles.masterKey), 'utf8')).toBe('mine')
    expect(await modesBelow(root())).toHaveLength(3)
  })

  test('are made once by two starts at the same time', async () => {
    const starts = await Promise.allSettled([generateSecrets(secrets()), generateSecrets(secrets())])
    expect(starts.map((start) => start.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await modesBelow(secrets())).toHaveLength(4)
  })

  test('go into an empty directory that is already there', async () => {
    await mkdir(secrets(), { recursive: true, mode: 0o755 })
    await generateSecrets(secrets())
    expect(await modesBelow(root())).toContain('d 700 data/secrets')
  })
})

describe('a secret in a file', () => {
  const file = () => path.join(root(), 'secret')

  test.each([
    ['abc', 'abc'],
    ['abc\n', 'abc'],
    ['abc\r\n', 'abc'],
    ['abc\n\n', 'abc\n'],
    [' abc \n', ' abc '],
    ['a\nb\n', 'a\nb'],
    ['', ''],
  ])('%j is read as %j', async (content, text) => {
    await writeFile(file(), content, { mode: 0o600 })
    expect(readSecretFile(file())).toEqual({ outcome: 'read', text })
  })

  test.each([0o400, 0o600, 0o640, 0o660])('with mode %o is read', async (mode) => {
    await writeFile(file(), 'abc')
    await chmod(file(), mode)
    expect(readSecretFile(file())).toEqual({ outcome: 'read', text: 'abc' })
  })

  test.each([0o604, 0o644, 0o602, 0o666])('with mode %o is refused', async (mode) => {
    await writeFile(file(), 'abc')
    await chmod(file(), mode)
    expect(readSecretFile(file())).toEqual({ outcome: 'open-to-the-world' })
  })

  test('may be missing', () => {
    expect(readSecretFile(file())).toEqual({ outcome: 'missing' })
  })
})
