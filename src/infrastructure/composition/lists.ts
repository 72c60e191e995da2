import path from 'node:path'
import { EventStoreUnavailable } from '../../application/ports/event-store'
import type { Log } from '../../application/ports/log'
import { catchUp as catchUpOf } from '../../application/projections/catch-up'
import { upToDate } from '../../application/projections/up-to-date'
import type { UseCases } from '../../application/use-cases'
import { filePersonNames } from '../filesystem/person-names'
import { openSqliteReadModels } from '../sqlite/read-models/read-models'
import type { Environment } from './config'
import { composeSome } from './container'
import { openBeside, type Refused } from './open-beside'

/** What is read from the read models beside a service. */
export interface Lists {
  readonly useCases: Pick<UseCases, 'listUsers' | 'listProjects'>
  close(): Promise<void>
}

/** Making the models of a long history anew takes longer than a running service ever lags behind. */
const longestCatchUpMs = 60_000

const silent: Log = { info() {}, warn() {}, error() {} }

/**
 * Opens history and read models, which are brought up to the history before a list is shown. A list that can't be
 * rejects with `EventStoreUnavailable`.
 */
export async function openLists(
  env: Environment,
): Promise<Refused | { readonly outcome: 'opened'; readonly lists: Lists }> {
  const opened = await openBeside(env)
  if (opened.outcome === 'refused') return opened
  const { config, key, store, storeId } = opened
  const models = await openSqliteReadModels({ path: path.join(config.dataDir, 'read-models.db') })
  await models.prepare(storeId)
  const catchUp = catchUpOf({ store, models, log: silent })
  const ending = new AbortController()
  const following = catchUp.run(ending.signal)
  const names = filePersonNames(path.join(config.datasetDir, 'person-keys'), key)
  const stoppedTooEarly = following.then(() => {
    throw new EventStoreUnavailable('the history holds an event that is not known')
  })
  stoppedTooEarly.catch(() => undefined)
  const reached = upToDate({ store, catchUp, longestLagMs: longestCatchUpMs })
  const useCases = composeSome(['listUsers', 'listProjects'], {
    models,
    names,
    upToDate: () => Promise.race([reached(), stoppedTooEarly]),
  })
  return {
    outcome: 'opened',
    lists: {
      useCases,
      async close() {
        ending.abort()
        await following
        await Promise.all([models.close(), store.close()])
      },
    },
  }
}
