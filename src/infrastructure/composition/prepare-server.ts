import type { Clock } from '../../application/ports/clock'
import type { NewId } from '../../application/ports/ids'
import type { Log } from '../../application/ports/log'
import { systemClock } from '../system/clock'
import { newId } from '../system/new-id'
import { type Config, type Environment, readConfig } from './config'
import { onceAnswered, type StartPatience } from './once-answered'
import { packageVersion } from './package-version'
import { prepareStart, processLog, type StartedService, type StartRefused } from './start-service'

/** Told to stop while it waited. */
interface StartStopped {
  readonly outcome: 'stopped'
}

/** A start of the server as the environment has it. */
export interface PreparedServer {
  readonly outcome: 'prepared'
  readonly config: Config
  readonly version: string
  readonly unknownVariables: readonly string[]
  readonly log: Log
  readonly newId: NewId
  readonly clock: Clock
  /** An EventStoreDB that doesn't answer is waited for. */
  open(patience: StartPatience): Promise<StartedService | StartRefused | StartStopped>
}

export async function prepareServer(env: Environment): Promise<PreparedServer | StartRefused> {
  const reading = readConfig(env)
  if (reading.outcome === 'refused') return reading
  const { config, unknownVariables } = reading
  const prepared = await prepareStart(config)
  if (prepared.outcome === 'refused') return prepared
  const log = processLog(config)
  const version = packageVersion()
  const open: PreparedServer['open'] = async (patience) => {
    // What keeps a file from being read doesn't go by itself.
    if (config.eventStore.kind === 'sqlite') return prepared.open(log)
    const started = await onceAnswered(() => prepared.open(log), patience)
    return started ?? ({ outcome: 'stopped' } as const)
  }
  return { outcome: 'prepared', config, version, unknownVariables, log, newId, clock: systemClock, open }
}
