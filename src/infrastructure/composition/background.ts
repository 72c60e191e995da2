import { setTimeout } from 'node:timers/promises'
import { cleanImports } from '../../application/clean-imports'
import { discardExpiredResults } from '../../application/discard-expired-results'
import { openImports } from '../../application/open-imports'
import { recoverImports } from '../../application/recover-imports'
import type { Adapters } from './adapters'

/** What a server does unasked: read models follow the history, and what has been left undone is done. */
export interface Background {
  end(): Promise<void>
}

export function startBackground({ ports, catchUp, datasets, mark, emptySpool }: Adapters): Background {
  const { store, clock, times, log } = ports
  const ending = new AbortController()
  const recover = recoverImports({ ...ports, openImports: openImports({ store, mark }) })

  /** Again and again, each in its turn; a fault of one keeps none of the others from being done. */
  async function repeat(...duties: readonly (() => Promise<void>)[]): Promise<void> {
    while (!ending.signal.aborted) {
      for (const duty of duties) {
        await duty().catch((fault) => log.error('something that is left to do could not be done', fault))
      }
      await setTimeout(times.everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined)
    }
  }

  const working = [
    catchUp.run(ending.signal),
    // Apart from the others, which may take long: silence is what a process is given up for.
    repeat(() => datasets.beat(clock())),
    repeat(
      // First of all: what it brings to its outcome may have expired meanwhile.
      recover,
      cleanImports(ports),
      discardExpiredResults(ports),
      () => datasets.giveBackLostClaims(),
      () => datasets.removeLostStaging(clock() - times.silenceMs),
      emptySpool,
    ),
  ]
  return {
    async end() {
      ending.abort()
      await Promise.all(working)
    },
  }
}
