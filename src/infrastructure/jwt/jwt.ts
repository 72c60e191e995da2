import { randomUUID } from 'node:crypto'
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Clock } from '../../application/ports/clock'
import type { CredentialIssuer, CredentialVerifier } from '../../application/ports/credentials'

/** The shared secrets of the two kinds of credentials; never the same one. */
export interface CredentialSecrets {
  /** At least 64 bytes. */
  readonly management: Uint8Array
  /** At least 64 bytes. */
  readonly data: Uint8Array
}

const algorithm = 'HS512'
const managementAudience = 'aperture-management'
const dataAudience = 'aperture-data'
const issuer = 'aperture'
/** What a claim `type` says where a client sends one; a refresh token is no credential here. */
const accessType = 'access'
const identityPattern = /^[A-Za-z0-9._-]{1,64}$/

/** Credentials as JSON Web Tokens (RFC 7519), HS512 and nothing else. */
export function jwtVerifier(secrets: CredentialSecrets, clock: Clock): CredentialVerifier {
  requireApart(secrets)
  const verified = (bearer: string, secret: Uint8Array, audience: string) =>
    claimsOf(bearer, secret, audience, new Date(clock()))
  return {
    async management(bearer) {
      const claims = await verified(bearer, secrets.management, managementAudience)
      const identity = claims?.identity
      return typeof identity === 'string' && identityPattern.test(identity) ? { identity } : null
    },

    async data(bearer) {
      const userName = (await verified(bearer, secrets.data, dataAudience))?.sub
      return typeof userName === 'string' && userName !== '' ? { userName } : null
    },
  }
}

export function jwtIssuer(secrets: CredentialSecrets, clock: Clock): CredentialIssuer {
  requireApart(secrets)
  const signed = (claims: JWTPayload, secret: Uint8Array, audience: string, expiresInSeconds: number) => {
    const now = Math.floor(clock() / 1000)
    return new SignJWT({ ...claims, type: accessType })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresInSeconds)
      .setJti(randomUUID())
      .sign(secret)
  }
  return {
    async management(identity, seconds) {
      if (!identityPattern.test(identity)) throw new Error('not an identity of a management client')
      return signed({ identity }, secrets.management, managementAudience, seconds)
    },
    data: (userName, seconds) => signed({ sub: userName }, secrets.data, dataAudience, seconds),
  }
}

async function claimsOf(
  bearer: string,
  secret: Uint8Array,
  audience: string,
  currentDate: Date,
): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(bearer, secret, {
      algorithms: [algorithm],
      audience,
      currentDate,
      requiredClaims: ['exp'],
    })
    return payload.type === undefined || payload.type === accessType ? payload : null
  } catch (fault) {
    if (fault instanceof errors.JOSEError) return null
    throw fault
  }
}

function requireApart({ management, data }: CredentialSecrets): void {
  if (management.length < 64 || data.length < 64) throw new Error('a secret of HS512 has at least 64 bytes')
  if (Buffer.from(management).equals(data)) {
    throw new Error('management and data credentials need a secret each')
  }
}
