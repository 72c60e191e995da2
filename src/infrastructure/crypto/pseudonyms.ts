import { createHmac, hkdfSync } from 'node:crypto'
import { derivationVersion } from '../../domain/deidentification/plan'

/**
 * The 32-byte key that derives the pseudonyms of one domain, a project's number: HKDF-SHA-256 of the master
 * key with an empty salt. Projects that share a domain can be joined, all others can't.
 */
export const projectPseudonymKey = (masterKey: Uint8Array, domain: number): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey, '', `aperture/pseudonym/v1/${domain}`, 32))

/**
 * Derives pseudonyms of version `p1`: HMAC-SHA-256 over the label and the decoded value, each behind its
 * length in UTF-8 bytes (unsigned 32-bit big-endian); the first 128 bits in base32 (RFC 4648), lower case,
 * without padding.
 */
export const pseudonymiser =
  (projectKey: Uint8Array): ((label: string, value: string) => string) =>
  (label, value) => {
    const mac = createHmac('sha256', projectKey).update(framed(label, value)).digest()
    return derivationVersion + base32(mac.subarray(0, 16))
  }

function framed(label: string, value: string): Buffer {
  const labelBytes = Buffer.byteLength(label)
  const valueBytes = Buffer.byteLength(value)
  const input = Buffer.allocUnsafe(8 + labelBytes + valueBytes)
  input.writeUInt32BE(labelBytes, 0)
  input.write(label, 4)
  input.writeUInt32BE(valueBytes, 4 + labelBytes)
  input.write(value, 8 + labelBytes)
  return input
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

function base32(bytes: Uint8Array): string {
  let text = ''
  let pending = 0
  let bits = 0
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((pending >>> bits) & 31)
    }
  }
  return bits === 0 ? text : text + alphabet.charAt((pending << (5 - bits)) & 31)
}
