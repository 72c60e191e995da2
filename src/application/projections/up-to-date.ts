import { type EventStore, EventStoreUnavailable } from '../ports/event-store'

/**
 * Settles once the read models hold what the history held when it was asked: a list shows what its reader has
 * just changed. Rejects with `EventStoreUnavailable` when they lag behind for too long.
 */
export type UpToDate = () => Promise<void>

const usualLagMs = 5_000

export const upToDate =
  (deps: {
    readonly store: EventStore
    readonly catchUp: { reached(position: bigint | null, timeoutMs: number): Promise<boolean> }
    /** How long they are waited for. */
    readonly longestLagMs?: number
  }): UpToDate =>
  async () => {
    const head = await deps.store.head()
    if (!(await deps.catchUp.reached(head, deps.longestLagMs ?? usualLagMs))) {
      throw new EventStoreUnavailable('the read models are behind the history')
    }
  }
