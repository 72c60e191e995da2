import type { Log } from '../../application/ports/log'
import { type Config, type Environment, readConfig } from './config'
import { packageVersion } from './package-version'
import { prepareStart, processLog, type StartedService, type StartRefused } from './start-service'

/** A start of the server as the environment has it. */
export interface PreparedServer {
  readonly outcome: 'prepared'
  readonly config: Config
  readonly version: string
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
  const version = packageVersion()
  return { outcome: 'prepared', config, version, unknownVariables, log, open: () => prepared.open(log) }
}
