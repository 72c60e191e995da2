import type { CredentialIssuer } from '../../application/ports/credentials'
import type { NewId } from '../../application/ports/ids'
import type { UseCases } from '../../application/use-cases'
import { masterKey } from '../crypto/master-key'
import { nameDigests } from '../crypto/name-digests'
import { tokenSecrets } from '../crypto/token-secrets'
import { jwtIssuer } from '../jwt/jwt'
import { systemClock } from '../system/clock'
import { newId } from '../system/new-id'
import { type Config, type Environment, readConfig } from './config'
import { composeSome } from './container'
import { hasHistory, openHistory, StoreMismatch } from './history'
import { loadSecrets, type Secrets } from './load-secrets'

type Refused = { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

/** What may be done beside a service, whether it runs or not, from its data directory. */
export interface Administration {
  readonly useCases: Pick<UseCases, 'issueToken'>
  readonly newId: NewId
  close(): Promise<void>
}

const noService =
  'No service has been started on this data directory: start one, or name its directory in APERTURE_DATA_DIR.'

/** The issuer of credentials; it takes the secrets, and opens nothing. */
export async function openIssuer(
  env: Environment,
): Promise<Refused | { readonly outcome: 'opened'; readonly issuer: CredentialIssuer }> {
  const found = await findDeployment(env)
  if (found.outcome === 'refused') return found
  return { outcome: 'opened', issuer: jwtIssuer(found.secrets, systemClock) }
}

/** Opens the history, and nothing that only a server needs: no read models, no tables, no sweeping. */
export async function openAdministration(
  env: Environment,
): Promise<Refused | { readonly outcome: 'opened'; readonly administration: Administration }> {
  const found = await findDeployment(env)
  if (found.outcome === 'refused') return found
  const { config, secrets } = found
  if (!hasHistory(config)) return refused(noService)
  const key = masterKey(secrets.masterKey)
  try {
    const { store } = await openHistory(config, key)
    const useCases = composeSome(['issueToken'], {
      store,
      newId,
      digests: nameDigests(key),
      clock: systemClock,
      secrets: tokenSecrets,
      maxSeconds: config.limits.tokenMaxSeconds,
    })
    return { outcome: 'opened', administration: { useCases, newId, close: () => store.close() } }
  } catch (fault) {
    if (fault instanceof StoreMismatch) return refused(fault.message)
    throw fault
  }
}

async function findDeployment(
  env: Environment,
): Promise<Refused | { readonly outcome: 'found'; readonly config: Config; readonly secrets: Secrets }> {
  const reading = readConfig(env)
  if (reading.outcome === 'refused') return reading
  const loaded = await loadSecrets(reading.config)
  switch (loaded.outcome) {
    case 'read':
      return { outcome: 'found', config: reading.config, secrets: loaded.secrets }
    case 'first-start':
      return refused(noService)
    case 'refused':
      return loaded
  }
}

const refused = (...mistakes: readonly string[]): Refused => ({ outcome: 'refused', mistakes })
