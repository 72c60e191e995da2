const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

/** Bech32 (BIP-173), lower case: how age writes its keys as text. age-encryption keeps its own to itself. */
export function bech32(prefix: string, bytes: Uint8Array): string {
  const words = fiveBitWords(bytes)
  const sum = checksum([...expanded(prefix), ...words, 0, 0, 0, 0, 0, 0])
  const check = Array.from({ length: 6 }, (_, index) => (sum >>> (5 * (5 - index))) & 31)
  return `${prefix}1${[...words, ...check].map((word) => alphabet.charAt(word)).join('')}`
}

function fiveBitWords(bytes: Uint8Array): number[] {
  const words: number[] = []
  let pending = 0
  let bits = 0
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      words.push((pending >>> bits) & 31)
    }
  }
  if (bits > 0) words.push((pending << (5 - bits)) & 31)
  return words
}

const expanded = (prefix: string): number[] => {
  const codes = Array.from(prefix, (character) => character.charCodeAt(0))
  return [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31)]
}

function checksum(words: readonly number[]): number {
  let sum = 1
  for (const word of words) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ word
    generator.forEach((term, bit) => {
      if ((top >>> bit) & 1) sum ^= term
    })
  }
  return (sum ^ 1) >>> 0
}
