import { tokenSecrets } from '../../../src/infrastructure/crypto/token-secrets'

test('a secret is 256 bits as base64url, another one each time', () => {
  const secrets = Array.from({ length: 100 }, () => tokenSecrets.generate())
  expect(new Set(secrets).size).toBe(100)
  for (const secret of secrets) {
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
  }
})

test('a digest is SHA-256', () => {
  // FIPS 180-4, the example "abc".
  expect(tokenSecrets.digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('a secret matches its own digest alone', () => {
  const [secret, other] = [tokenSecrets.generate(), tokenSecrets.generate()]
  expect(tokenSecrets.matches(secret, tokenSecrets.digest(secret))).toBe(true)
  expect(tokenSecrets.matches(other, tokenSecrets.digest(secret))).toBe(false)
  expect(tokenSecrets.matches(secret.slice(1), tokenSecrets.digest(secret))).toBe(false)
})

test('no digest is matched by nothing, not even by nothing', () => {
  expect(tokenSecrets.matches(tokenSecrets.generate(), null)).toBe(false)
  expect(tokenSecrets.matches('', null)).toBe(false)
})

test('what is no digest is never matched', () => {
  expect(tokenSecrets.matches('abc', '')).toBe(false)
  expect(tokenSecrets.matches('abc', 'ba7816bf')).toBe(false)
})
