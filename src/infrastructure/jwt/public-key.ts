import { createPublicKey, type KeyObject } from 'node:crypto'

/** A key that verifies credentials and mints none, and the one algorithm that is taken with it (RFC 7518, RFC 8037). */
export interface PublicKey {
  readonly algorithm: 'RS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA'
  readonly key: KeyObject
}

export type PublicKeyReading =
  | { readonly outcome: 'read'; readonly publicKey: PublicKey }
  | {
      readonly outcome: 'refused'
      /** `unsupported` is every kind, curve or size that no algorithm is taken with. */
      readonly reason: 'private-key' | 'no-public-key' | 'unsupported'
    }

/** Of RSA; RFC 7518, section 3.3. */
const leastModulusBits = 2_048
/** FIPS 186-5, appendix A.1.1. With 1 every text is its own signature. */
const leastExponent = 65_537n

const algorithmOfCurve = new Map<string | undefined, PublicKey['algorithm']>([
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
])

const refused = (reason: 'private-key' | 'no-public-key' | 'unsupported'): PublicKeyReading => ({
  outcome: 'refused',
  reason,
})

/** One public key as PEM (RFC 7468, section 13). Node would take a private key or a certificate for one, too. */
export function readPublicKey(pem: string): PublicKeyReading {
  if (pem.includes('PRIVATE KEY-----')) return refused('private-key')
  const block = /^\s*-----BEGIN PUBLIC KEY-----\s[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*$/
  if (!block.test(pem)) return refused('no-public-key')
  const key = keyIn(pem)
  if (key === null) return refused('no-public-key')
  const algorithm = algorithmOf(key)
  return algorithm === null ? refused('unsupported') : { outcome: 'read', publicKey: { algorithm, key } }
}

function keyIn(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem.trim())
  } catch {
    // OpenSSL throws the same for bytes that are no key and for a point off its curve.
    return null
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): PublicKey['algorithm'] | null {
  switch (asymmetricKeyType) {
    case 'rsa': {
      const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {}
      return modulusLength >= leastModulusBits && publicExponent >= leastExponent ? 'RS256' : null
    }
    case 'ec':
      return algorithmOfCurve.get(asymmetricKeyDetails?.namedCurve) ?? null
    case 'ed25519':
      return 'EdDSA'
    default:
      return null
  }
}
