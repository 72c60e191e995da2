import type { Log } from '../../application/ports/log'
import { type Config, type Environment, readConfig } from './config'
import { prepareStart, processLog, type StartedService, type StartRefused } from './start-service'

/** A start of the server as the environment has it. */
export interface PreparedServer {
  readonly outcome: 'prepared'
  readonly config: Config
  readonly unknownVariables: readonly string[]
  readonly log: Log
  open(): Promise<StartedService | StartRefused>
}

export async function prepareServer(env: Environment): Promise<PreparedServer | StartRefused> {
  const reading = readConfig(env)
  if (reading.outcome === 'refused') return reading
  const { config, unknownVariables } = reading
  const prepared = await prepareStart(config)
  if (prepared.outcome === 'refused') return prepared
  const log = processLog(config)
  return { outcome: 'prepared', config, unknownVariables, log, open: () => prepared.open(log) }
}
