export type SecretWeakness = 'short' | 'well-known' | 'pem'

/** HS512 takes keys of at least its own output's size (RFC 7518, section 3.2). */
export const leastSecretBytes = 64

/** Words of the secrets in tutorials and sample configurations, which people lengthen to pass a check. */
const sampleWords =
  /change.?(me|this|it)|your.{0,12}(secret|key)|\d{3}.?bits?.(long|secret)|example|placeholder|password|s3cr3t/i

/**
 * Why a text must not be the secret of credentials; `null`: nothing speaks against it. `pem`: a public key that was
 * taken for a secret would let everyone who knows it mint credentials.
 */
export function weaknessOfSecret(secret: string): SecretWeakness | null {
  if (/-----BEGIN [A-Z0-9 ]+-----/.test(secret)) return 'pem'
  if (Buffer.byteLength(secret) < leastSecretBytes) return 'short'
  return sampleWords.test(secret) || isPattern(Buffer.from(secret)) ? 'well-known' : null
}

/** Why 32 bytes must not be a master key, the one of the published test vectors among them. */
export const weaknessOfMasterKey = (key: Uint8Array): SecretWeakness | null => {
  if (key.length < 32) return 'short'
  return isPattern(key) ? 'well-known' : null
}

/** Few different bytes, steps of one size, or a short piece again and again. */
function isPattern(bytes: Uint8Array): boolean {
  return new Set(bytes).size < 8 || hasOneStep(bytes) || hasPeriod(bytes)
}

function hasOneStep(bytes: Uint8Array): boolean {
  const step = (index: number) => ((bytes[index] ?? 0) - (bytes[index - 1] ?? 0)) & 0xff
  return bytes.every((_byte, index) => index < 2 || step(index) === step(1))
}

function hasPeriod(bytes: Uint8Array): boolean {
  for (let period = 1; period <= bytes.length / 2; period++) {
    if (bytes.every((byte, index) => index < period || byte === bytes[index - period])) return true
  }
  return false
}
