import { importOutcome } from './import-outcome'
import type { Clock } from './ports/clock'
import type { DatasetStore } from './ports/dataset-store'
import type { EventStore } from './ports/event-store'
import type { Log } from './ports/log'

/** Forgets the ephemeral results that nobody has fetched in time. */
export type DiscardExpiredResults = () => Promise<void>

export const discardExpiredResults =
  (deps: {
    readonly store: EventStore
    readonly datasets: DatasetStore
    readonly clock: Clock
    readonly log: Log
  }): DiscardExpiredResults =>
  async () => {
    // Without its outcome it is recovery's to look at, or still in the making.
    const isSettled = async (importId: string) =>
      (await importOutcome(deps.store, 'ephemeral', importId)) !== null
    try {
      await deps.datasets.discardExpiredResults(deps.clock(), isSettled)
    } catch (fault) {
      deps.log.error('expired results could not be discarded', fault)
    }
  }
