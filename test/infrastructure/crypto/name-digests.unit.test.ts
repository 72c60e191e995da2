import { masterKey } from '../../../src/infrastructure/crypto/master-key'
import { nameDigests } from '../../../src/infrastructure/crypto/name-digests'

const digests = nameDigests(masterKey(new Uint8Array(32).fill(1)))
const elsewhere = nameDigests(masterKey(new Uint8Array(32).fill(2)))

test("a project's is plain SHA-256, the same in every deployment", () => {
  expect(digests.project('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(elsewhere.project('abc')).toBe(digests.project('abc'))
})

test("a user's can't be tried out without the master key", () => {
  expect(digests.user('jdoe')).toMatch(/^[0-9a-f]{64}$/)
  expect(digests.user('jdoe')).toBe(digests.user('jdoe'))
  expect(digests.user('jdoe')).not.toBe(digests.user('jdoe2'))
  expect(digests.user('jdoe')).not.toBe(elsewhere.user('jdoe'))
  expect(digests.user('jdoe')).not.toBe(digests.project('jdoe'))
})
