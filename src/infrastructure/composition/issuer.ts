import type { CredentialIssuer, CredentialKind } from '../../application/ports/credentials'
import { canMint, jwtIssuer } from '../jwt/jwt'
import { systemClock } from '../system/clock'
import type { Environment } from './config'
import { findDeployment, type Refused, refused } from './find-deployment'

/** The issuer of credentials of this kind; it takes the secrets, and opens nothing. */
export async function openIssuer(
  env: Environment,
  kind: CredentialKind,
): Promise<Refused | { readonly outcome: 'opened'; readonly issuer: CredentialIssuer }> {
  const found = await findDeployment(env)
  if (found.outcome === 'refused') return found
  if (!canMint(found.secrets[kind])) {
    return refused(
      `Only the public key of ${kind} credentials is configured, which mints none: ask whoever holds its private key.`,
    )
  }
  return { outcome: 'opened', issuer: jwtIssuer(found.secrets, systemClock) }
}
