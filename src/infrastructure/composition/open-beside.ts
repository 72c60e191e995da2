import type { MasterKey } from '../crypto/master-key'
import { masterKey } from '../crypto/master-key'
import { type Config, type Environment, readConfig } from './config'
import { type History, hasHistory, openHistory, StoreMismatch } from './history'
import { loadSecrets, type Secrets } from './load-secrets'

export type Refused = { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

export const refused = (...mistakes: readonly string[]): Refused => ({ outcome: 'refused', mistakes })

const noService =
  'No service has been started on this data directory: start one, or name its directory in APERTURE_DATA_DIR.'

/** The configuration and secrets of a service that has been started, whether it runs or not. */
export async function findDeployment(
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

export interface OpenedBeside extends History {
  readonly outcome: 'opened'
  readonly config: Config
  readonly key: MasterKey
}

/** The history of such a service, and nothing that only a server needs. Nothing is made where there is none. */
export async function openBeside(env: Environment): Promise<Refused | OpenedBeside> {
  const found = await findDeployment(env)
  if (found.outcome === 'refused') return found
  const { config, secrets } = found
  if (!hasHistory(config)) return refused(noService)
  const key = masterKey(secrets.masterKey)
  try {
    return { outcome: 'opened', config, key, ...(await openHistory(config, key)) }
  } catch (fault) {
    if (fault instanceof StoreMismatch) return refused(fault.message)
    throw fault
  }
}
