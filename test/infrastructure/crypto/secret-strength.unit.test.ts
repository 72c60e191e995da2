import { randomBytes } from 'node:crypto'
import { weaknessOfMasterKey, weaknessOfSecret } from '../../../src/infrastructure/crypto/secret-strength'

test('a random secret is none of it', () => {
  for (let round = 0; round < 200; round++) {
    expect(weaknessOfSecret(randomBytes(64).toString('base64url'))).toBeNull()
    expect(weaknessOfSecret(randomBytes(64).toString('hex'))).toBeNull()
    expect(weaknessOfMasterKey(randomBytes(32))).toBeNull()
  }
})

test('64 bytes are enough, 63 are short', () => {
  const text = randomBytes(48).toString('base64url')
  expect(text).toHaveLength(64)
  expect(weaknessOfSecret(text)).toBeNull()
  expect(weaknessOfSecret(text.slice(1))).toBe('short')
  expect(weaknessOfSecret('')).toBe('short')
  expect(weaknessOfSecret(`${text.slice(2)}é`)).toBeNull()
})

test.each([
  'a-string-secret-at-least-512-bits-long-to-be-used-with-the-hs512-one',
  'your-512-bit-secret-your-512-bit-secret-0123456789-abcdefghijklmnopqrs',
  'CHANGE_ME_CHANGE_ME_now_please_0123456789_abcdefghijklmnopqrstuvwxyz_',
  'this-is-an-example-secret-of-more-than-sixty-four-bytes-0123456789-ab',
  'correct horse battery staple password 0123456789 abcdefghijklmnopqrst',
  'a'.repeat(64),
  'abcdefgh12345678'.repeat(4),
  'mysecretkey'.repeat(6),
])('%s is well known', (secret) => {
  expect(weaknessOfSecret(secret)).toBe('well-known')
})

test.each([
  ['zero throughout', Uint8Array.from({ length: 32 }, () => 0)],
  ['that of the published test vectors', Uint8Array.from({ length: 32 }, (_, index) => index)],
  ['that one backwards', Uint8Array.from({ length: 32 }, (_, index) => 31 - index)],
  ['a text again and again', Buffer.from('0123456789abcdef'.repeat(2))],
])('a master key that is %s is well known', (_what, key) => {
  expect(weaknessOfMasterKey(key)).toBe('well-known')
})

test('a master key of 31 bytes is short', () => {
  expect(weaknessOfMasterKey(randomBytes(31))).toBe('short')
})
