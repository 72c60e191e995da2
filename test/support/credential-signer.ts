import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { CredentialKey } from '../../src/infrastructure/jwt/jwt'
import { readPublicKey } from '../../src/infrastructure/jwt/public-key'

/** Mints JWTs by hand, so that anything can be wrong with them. */
export interface CredentialSigner {
  readonly algorithm: string
  /** What the service is given to verify with. */
  readonly key: CredentialKey
  /** What anyone may know; `null` for a shared secret. */
  readonly publicKey: KeyObject | null
  /** A JWS signature (RFC 7518); `hash` in place of the algorithm's own. */
  signature(text: string, hash?: string): Buffer
}

const pairs = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
}
const hashes = { RS256: 'sha256', ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', EdDSA: null }

export const signerKinds = ['HS512', 'RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const
export type SignerKind = (typeof signerKinds)[number]

/** With a fresh key. */
export function credentialSigner(algorithm: SignerKind): CredentialSigner {
  if (algorithm === 'HS512') return sharedSecret(randomBytes(64))
  const { privateKey, publicKey } = pairs[algorithm]()
  const reading = readPublicKey(pemOf(publicKey))
  if (reading.outcome === 'refused') throw new Error(reading.reason)
  return {
    algorithm,
    publicKey,
    key: reading.publicKey,
    signature: (text, hash) =>
      sign(algorithm === 'EdDSA' ? null : (hash ?? hashes[algorithm]), Buffer.from(text), {
        key: privateKey,
        dsaEncoding: 'ieee-p1363',
      }),
  }
}

export const sharedSecret = (secret: Buffer): CredentialSigner => ({
  algorithm: 'HS512',
  key: secret,
  publicKey: null,
  signature: (text, hash = 'sha512') => createHmac(hash, secret).update(text).digest(),
})

export const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()

/** Objects as JSON, text as it is. */
export const base64url = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A JWT that is signed as it says, unless told otherwise. */
export function signedBy(
  signer: CredentialSigner,
  claims: object | string,
  header: object = {},
  hash?: string,
): string {
  const text = `${base64url({ alg: signer.algorithm, typ: 'JWT', ...header })}.${base64url(claims)}`
  return `${text}.${signer.signature(text, hash).toString('base64url')}`
}
