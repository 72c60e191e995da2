import type { Clock } from './ports/clock'
import type { DatasetStore } from './ports/dataset-store'
import type { Log } from './ports/log'

/** Forgets the ephemeral results that nobody has fetched in time. */
export type DiscardExpiredResults = () => Promise<void>

export const discardExpiredResults =
  (deps: {
    readonly datasets: DatasetStore
    readonly clock: Clock
    readonly log: Log
  }): DiscardExpiredResults =>
  async () => {
    try {
      await deps.datasets.discardExpiredResults(deps.clock())
    } catch (fault) {
      deps.log.error('expired results could not be discarded', fault)
    }
  }
