import type { Log } from '../../application/ports/log'
import { ageSealing } from '../age/age'
import { pinoLog } from '../system/pino-log'
import { type Config, readConfig } from './config'
import { loadSecrets } from './load-secrets'
import { openService, type Service, StoreMismatch } from './service'

export type ConfiguredService =
  | {
      readonly outcome: 'opened'
      readonly service: Service
      readonly config: Config
      /** Whether this start has just made its own secrets. */
      readonly firstStart: boolean
    }
  /** What keeps the service from starting, one sentence each, all that can be told at once. */
  | { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

/** The service as the environment describes it. `makeLog` chooses where log records go. */
export async function openConfiguredService(
  env: Readonly<Record<string, string | undefined>>,
  makeLog: (config: Config) => Log = ({ logLevel }) => pinoLog({ level: logLevel }),
): Promise<ConfiguredService> {
  const reading = readConfig(env)
  if (reading.outcome === 'refused') return reading
  const { config, unknownVariables } = reading
  const { keyfileRecipient } = config
  if (keyfileRecipient !== null && !ageSealing.isRecipient(keyfileRecipient)) {
    return { outcome: 'refused', mistakes: ['APERTURE_KEYFILE_RECIPIENT must be an age public key (age1…).'] }
  }
  const loaded = await loadSecrets(config)
  if (loaded.outcome === 'refused') return loaded
  const { secrets, generated } = loaded

  const log = makeLog(config)
  for (const variable of unknownVariables)
    log.warn('this variable is not known and has no effect', { variable })
  if (generated) log.info('a first start: secrets were generated in the data directory')
  if (secrets.generatedRecipient !== null) {
    log.warn('keyfile.identity, which opens keyfiles, lies beside the service: move it to the data owner')
  }
  try {
    const service = await openService(config, secrets, log)
    return { outcome: 'opened', service, config, firstStart: generated }
  } catch (fault) {
    if (fault instanceof StoreMismatch) return { outcome: 'refused', mistakes: [fault.message] }
    throw fault
  }
}
