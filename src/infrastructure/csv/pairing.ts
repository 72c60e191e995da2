import { createHash } from 'node:crypto'

export type PairingVerdict = 'paired' | 'conflict' | 'too-many'

/**
 * Whether supplied pseudonyms stand one-to-one for originals across a file, and none of them equals an original
 * before or after it. A pair that conflicts is not remembered. Memory is bounded by `maxDistinct` pairs,
 * however long the values are.
 */
export function pairingCheck(
  maxDistinct: number,
): (original: string | null, supplied: string | null) => PairingVerdict {
  const pseudonymOf = new Map<string, string>()
  const originalOf = new Map<string, string>()

  return (original, supplied) => {
    if (original === null || supplied === null) return original === supplied ? 'paired' : 'conflict'
    const value = shortKey(original)
    const pseudonym = shortKey(supplied)
    const known = pseudonymOf.get(value)
    if (known !== undefined) return known === pseudonym ? 'paired' : 'conflict'
    if (value === pseudonym) return 'conflict'
    if (originalOf.has(pseudonym) || pseudonymOf.has(pseudonym) || originalOf.has(value)) return 'conflict'
    if (pseudonymOf.size === maxDistinct) return 'too-many'
    pseudonymOf.set(value, pseudonym)
    originalOf.set(pseudonym, value)
    return 'paired'
  }
}

const longest = 64

/** A short value stands for itself, a long one for its digest behind a NUL, which no value holds. */
const shortKey = (value: string): string =>
  value.length <= longest ? value : `\0${createHash('sha256').update(value).digest('base64')}`
