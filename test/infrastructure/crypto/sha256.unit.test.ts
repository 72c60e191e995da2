import { sha256 } from '../../../src/infrastructure/crypto/sha256'

// FIPS 180-4, the example "abc".
test('is lower-case hex', () => {
  expect(sha256(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
