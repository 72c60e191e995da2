import { discardExpiredResults } from '../../application/discard-expired-results'
import type { Adapters } from './adapters'

/** What a server does unasked: read models follow the history, and what nobody needs any more goes. */
export interface Background {
  end(): Promise<void>
}

const sweepMs = 15_000

export async function startBackground({ ports, catchUp, datasets }: Adapters): Promise<Background> {
  await datasets.removeDeadStaging()
  const ending = new AbortController()
  const following = catchUp.run(ending.signal)
  const sweep = discardExpiredResults(ports)
  const sweeping = setInterval(sweep, sweepMs).unref()
  await sweep()
  return {
    async end() {
      clearInterval(sweeping)
      ending.abort()
      await following
    },
  }
}
