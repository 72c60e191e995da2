import type { Log } from '../../application/ports/log'
import { pinoLog } from '../system/pino-log'
import type { Config } from './config'
import { makeDirectories } from './directories'
import { historyMistake } from './history-faults'
import { loadSecrets, makeFirstSecrets } from './load-secrets'
import { openService, type Service } from './service'

/** What keeps the service from starting, one sentence each, all that can be told at once. */
export interface StartRefused {
  readonly outcome: 'refused'
  readonly mistakes: readonly string[]
}

/** A start that nothing speaks against so far, and that has left nothing behind. */
export interface PreparedStart {
  readonly outcome: 'prepared'
  /** Rejects with `EventStoreUnavailable`; it may be called again then. */
  open(log: Log): Promise<StartedService | StartRefused>
}

export interface StartedService {
  readonly outcome: 'started'
  readonly service: Service
  /** Whether this start has just made its own secrets. */
  readonly firstStart: boolean
  /** Whether what opens the keyfiles lies beside the service. */
  readonly keepsKeyfileIdentity: boolean
}

/** In two steps, so that a first start which finds its address taken is a first start again the next time. */
export async function prepareStart(config: Config): Promise<PreparedStart | StartRefused> {
  const mistakes = await makeDirectories(config)
  if (mistakes.length > 0) return { outcome: 'refused', mistakes }
  const found = await loadSecrets(config)
  if (found.outcome === 'refused') return found
  const firstStart = found.outcome === 'first-start'

  const open = async (log: Log): Promise<StartedService | StartRefused> => {
    const loaded = firstStart ? await makeFirstSecrets(config) : found
    if (loaded.outcome === 'refused') return loaded
    const { secrets } = loaded
    const keepsKeyfileIdentity = secrets.keyfileIdentity !== null
    try {
      const service = await openService(config, secrets, log)
      return { outcome: 'started', service, firstStart, keepsKeyfileIdentity }
    } catch (fault) {
      const mistake = historyMistake(fault)
      if (mistake === null) throw fault
      return { outcome: 'refused', mistakes: [mistake] }
    }
  }
  return { outcome: 'prepared', open }
}

/** JSON lines on standard output. */
export const processLog = ({ logLevel }: Config): Log => pinoLog({ level: logLevel })
