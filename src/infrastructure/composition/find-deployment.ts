import { type Config, type Environment, readConfig } from './config'
import { loadSecrets, type Secrets } from './load-secrets'

export type Refused = { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

export const refused = (...mistakes: readonly string[]): Refused => ({ outcome: 'refused', mistakes })

export const noService =
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
