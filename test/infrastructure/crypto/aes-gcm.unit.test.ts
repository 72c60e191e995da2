import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { openBytes, sealBytes } from '../../../src/infrastructure/crypto/aes-gcm'

const key = randomBytes(32)

test('what was sealed opens, and looks different each time', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (clear, boundTo) => {
      const sealed = sealBytes(key, clear, boundTo)
      expect(new Uint8Array(openBytes(key, sealed, boundTo))).toEqual(clear)
      expect(sealBytes(key, clear, boundTo)).not.toEqual(sealed)
    }),
  )
})

test('nothing opens that differs by a bit', () => {
  const sealed = sealBytes(key, Buffer.from('Ada'), 'u1')
  for (let at = 0; at < sealed.length; at++) {
    const altered = Buffer.from(sealed)
    altered[at] = (altered[at] ?? 0) ^ 4
    expect(() => openBytes(key, altered, 'u1')).toThrow()
    expect(() => openBytes(key, sealed.subarray(0, at), 'u1')).toThrow()
  }
})

test('nothing opens for another key, or bound to something else', () => {
  const sealed = sealBytes(key, Buffer.from('Ada'), 'u1')
  expect(() => openBytes(randomBytes(32), sealed, 'u1')).toThrow()
  expect(() => openBytes(key, sealed, 'u2')).toThrow()
})
