import { setTimeout } from 'node:timers/promises'
import { discardExpiredResults } from '../../application/discard-expired-results'
import { openImports } from '../../application/open-imports'
import { recoverImports } from '../../application/recover-imports'
import type { Adapters } from './adapters'

/** What a server does unasked: read models follow the history, and what has been left undone is done. */
export interface Background {
  end(): Promise<void>
}

export async function startBackground({ ports, catchUp, datasets, mark }: Adapters): Promise<Background> {
  await datasets.removeDeadStaging()
  const ending = new AbortController()
  const recover = recoverImports({ ...ports, openImports: openImports({ store: ports.store, mark }) })
  // Recovery comes first: what it brings to its outcome may have expired meanwhile.
  const duties = [recover, discardExpiredResults(ports)]

  async function tend(): Promise<void> {
    while (!ending.signal.aborted) {
      for (const duty of duties) {
        await duty().catch((fault) => ports.log.error('what was left undone could not be looked at', fault))
      }
      await pauseUnlessEnding(ports.times.everyMs)
    }
  }

  const pauseUnlessEnding = (ms: number): Promise<void> =>
    setTimeout(ms, undefined, { signal: ending.signal, ref: false }).catch(() => undefined)

  const working = [catchUp.run(ending.signal), tend()]
  return {
    async end() {
      ending.abort()
      await Promise.all(working)
    },
  }
}
