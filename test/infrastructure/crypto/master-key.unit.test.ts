import { decodeMasterKey, masterKey } from '../../../src/infrastructure/crypto/master-key'

const published = Uint8Array.from({ length: 32 }, (_, index) => index)

test('every purpose has a key of its own, the same each time', () => {
  const key = masterKey(published)
  expect(key.derive('a')).toEqual(masterKey(published).derive('a'))
  expect(key.derive('a')).not.toEqual(key.derive('b'))
  expect(key.derive('a')).toHaveLength(32)
  expect(key.derive('a', 64)).toHaveLength(64)
})

// With another derivation, a store would no longer know its own key.
test('the check value of a known key is this', () => {
  expect(masterKey(published).checkValue).toBe(
    '6b9eaf41477fe12aa7c3217c06f49c429f34c962949e100107f18477fbbf96d4',
  )
})

test('the check value tells keys apart', () => {
  const other = published.slice()
  other[31] = 0
  expect(masterKey(other).checkValue).not.toBe(masterKey(published).checkValue)
})

test('a key does not change with the buffer that it came in', () => {
  const buffer = published.slice()
  const key = masterKey(buffer)
  const before = key.derive('a')
  buffer.fill(0)
  expect(key.derive('a')).toEqual(before)
})

test.each([0, 16, 31, 33])('%i bytes are no key', (size) => {
  expect(() => masterKey(new Uint8Array(size))).toThrow('32 bytes')
})

test('is read from base64', () => {
  expect(decodeMasterKey('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=')).toEqual(published)
})

test.each([
  ['nothing', ''],
  ['a byte too few', 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=='],
  ['a byte too many', 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g'],
  ['something beside it', 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= '],
  ['bits that are not part of it', 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9='],
  ['hex', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'],
])('is not read from %s', (_what, text) => {
  expect(decodeMasterKey(text)).toBeNull()
})
