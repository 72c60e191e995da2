import type { MasterKey } from '../crypto/master-key'
import { masterKey } from '../crypto/master-key'
import type { Config, Environment } from './config'
import { findDeployment, noService, type Refused, refused } from './find-deployment'
import { type History, hasHistory, openHistory } from './history'
import { historyMistake, silentStore } from './history-faults'

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
  if (!(await hasHistory(config))) return refused(noService)
  const key = masterKey(secrets.masterKey)
  try {
    return { outcome: 'opened', config, key, ...(await openHistory(config, key)) }
  } catch (fault) {
    const mistake = historyMistake(fault) ?? silentStore(fault)
    if (mistake === null) throw fault
    return refused(mistake)
  }
}
