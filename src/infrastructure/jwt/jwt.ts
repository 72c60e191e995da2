import { randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { JOSEError } from 'jose/errors'
import { SignJWT } from 'jose/jwt/sign'
import { jwtVerify } from 'jose/jwt/verify'
import type { Clock } from '../../application/ports/clock'
import type {
  CredentialIssuer,
  CredentialKind,
  CredentialVerifier,
} from '../../application/ports/credentials'
import type { PublicKey } from './public-key'

/** A shared secret of at least 64 bytes, which mints and verifies, or a key that only verifies. */
export type CredentialKey = Uint8Array | PublicKey

/** The keys of the two kinds of credentials; never the same one. */
export type CredentialKeys = Readonly<Record<CredentialKind, CredentialKey>>

const managementAudience = 'aperture-management'
const dataAudience = 'aperture-data'
const issuer = 'aperture'
/** What a claim `type` says where a client sends one; a refresh token is no credential here. */
const accessType = 'access'
const identityPattern = /^[A-Za-z0-9._-]{1,64}$/

/** Credentials as JSON Web Tokens (RFC 7519). Which algorithm is taken is the key's to say, never the token's. */
export function jwtVerifier(keys: CredentialKeys, clock: Clock): CredentialVerifier {
  requireApart(keys)
  const verified = (bearer: string, key: CredentialKey, audience: string) =>
    claimsOf(bearer, key, audience, new Date(clock()))
  return {
    async management(bearer) {
      const claims = await verified(bearer, keys.management, managementAudience)
      const identity = claims?.identity
      return typeof identity === 'string' && identityPattern.test(identity) ? { identity } : null
    },

    async data(bearer) {
      const userName = (await verified(bearer, keys.data, dataAudience))?.sub
      return typeof userName === 'string' && userName !== '' ? { userName } : null
    },
  }
}

/** Rejects to mint a kind of which only the public key is known; see `canMint`. */
export function jwtIssuer(keys: CredentialKeys, clock: Clock): CredentialIssuer {
  requireApart(keys)
  const signed = (claims: JWTPayload, key: CredentialKey, audience: string, expiresInSeconds: number) => {
    if (!canMint(key)) throw new Error('a public key mints no credential')
    const now = Math.floor(clock() / 1000)
    return new SignJWT({ ...claims, type: accessType })
      .setProtectedHeader({ alg: algorithmOf(key), typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresInSeconds)
      .setJti(randomUUID())
      .sign(key)
  }
  return {
    async management(identity, seconds) {
      if (!identityPattern.test(identity)) throw new Error('not an identity of a management client')
      return signed({ identity }, keys.management, managementAudience, seconds)
    },
    data: async (userName, seconds) => signed({ sub: userName }, keys.data, dataAudience, seconds),
  }
}

export const canMint = (key: CredentialKey): key is Uint8Array => key instanceof Uint8Array

const algorithmOf = (key: CredentialKey) => (canMint(key) ? 'HS512' : key.algorithm)

async function claimsOf(
  bearer: string,
  key: CredentialKey,
  audience: string,
  currentDate: Date,
): Promise<JWTPayload | null> {
  if (!isCanonical(bearer)) return null
  try {
    const { payload } = await jwtVerify(bearer, canMint(key) ? key : key.key, {
      algorithms: [algorithmOf(key)],
      audience,
      currentDate,
      requiredClaims: ['exp'],
    })
    return payload.type === undefined || payload.type === accessType ? payload : null
  } catch (fault) {
    if (fault instanceof JOSEError) return null
    throw fault
  }
}

/** A credential has one spelling: base64url without padding, and without bits that mean nothing (RFC 7515, section 2). */
const isCanonical = (bearer: string): boolean =>
  bearer.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)

function requireApart({ management, data }: CredentialKeys): void {
  for (const key of [management, data]) {
    if (canMint(key) && key.length < 64) throw new Error('a secret of HS512 has at least 64 bytes')
  }
  if (isSameKey(management, data)) throw new Error('management and data credentials need a key each')
}

export function isSameKey(one: CredentialKey, other: CredentialKey): boolean {
  if (canMint(one)) return canMint(other) && Buffer.from(one).equals(other)
  return !canMint(other) && one.key.equals(other.key)
}
