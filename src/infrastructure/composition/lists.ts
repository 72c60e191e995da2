import path from 'node:path'
import { UnknownStoredEvent } from '../../application/ports/event-store'
import type { Log } from '../../application/ports/log'
import { catchUp as catchUpOf } from '../../application/projections/catch-up'
import { upToDate } from '../../application/projections/up-to-date'
import type { UseCases } from '../../application/use-cases'
import { filePersonNames } from '../filesystem/person-names'
import { openSqliteReadModels } from '../sqlite/read-models/read-models'
import type { Environment } from './config'
import { composeSome } from './container'
import type { Refused } from './find-deployment'
import { type OpenedBeside, openBeside } from './open-beside'

/** What is read from the read models beside a service. */
export interface Lists {
  readonly useCases: Pick<UseCases, 'listUsers' | 'listProjects'>
  close(): Promise<void>
}

/** Making the models of a long history anew takes longer than a running service ever lags behind. */
const longestCatchUpMs = 60_000

/**
 * Opens history and read models, which are brought up to the history before a list is shown. A list whose models
 * can't be rejects with `EventStoreUnavailable`, or with `UnknownStoredEvent`.
 */
export async function openLists(
  env: Environment,
): Promise<Refused | { readonly outcome: 'opened'; readonly lists: Lists }> {
  const opened = await openBeside(env)
  if (opened.outcome === 'refused') return opened
  try {
    return { outcome: 'opened', lists: await listsOver(opened) }
  } catch (fault) {
    await opened.store.close()
    throw fault
  }
}

async function listsOver({ config, key, store, storeId }: OpenedBeside): Promise<Lists> {
  const models = await openSqliteReadModels({ path: path.join(config.dataDir, 'read-models.db') })
  await models.prepare(storeId)
  const { log, fault } = rememberingFault()
  const catchUp = catchUpOf({ store, models, log })
  const ending = new AbortController()
  const following = catchUp.run(ending.signal)
  const stoppedEarly = following.then(() => {
    throw fault()
  })
  stoppedEarly.catch(() => undefined)
  const reached = upToDate({ store, catchUp, longestLagMs: longestCatchUpMs })
  return {
    useCases: composeSome(['listUsers', 'listProjects'], {
      models,
      names: filePersonNames(path.join(config.datasetDir, 'person-keys'), key),
      upToDate: () => Promise.race([reached(), stoppedEarly]),
    }),
    async close() {
      ending.abort()
      await following
      await Promise.all([models.close(), store.close()])
    },
  }
}

/** A command has no log: what made the models stop is told by whoever waits for them. */
function rememberingFault(): { readonly log: Log; fault(): unknown } {
  let unknown: unknown = new Error('the read models have stopped')
  const log: Log = {
    info() {},
    warn() {},
    error(_message, fault) {
      if (fault instanceof UnknownStoredEvent) unknown = fault
    },
  }
  return { log, fault: () => unknown }
}
