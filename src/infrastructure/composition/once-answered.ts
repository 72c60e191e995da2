import { setTimeout } from 'node:timers/promises'
import { AppendOutcomeUnknown } from '../../application/execute'
import { EventStoreUnavailable } from '../../application/ports/event-store'

/** What is done while a start waits for its event store, and when it is given up. */
export interface StartPatience {
  /** Called once, when it has been asked in vain. */
  waits(): void
  readonly stopping: AbortSignal
}

const pauseMs = 1_000

/** Opens again and again while the event store doesn't answer; `null`: told to stop meanwhile. Rejects as `open` does. */
export async function onceAnswered<T>(
  open: () => Promise<T>,
  { waits, stopping }: StartPatience,
): Promise<T | null> {
  for (let hasWaited = false; !stopping.aborted; hasWaited = true) {
    try {
      return await open()
    } catch (fault) {
      if (!(fault instanceof EventStoreUnavailable || fault instanceof AppendOutcomeUnknown)) throw fault
    }
    if (!hasWaited) waits()
    await setTimeout(pauseMs, undefined, { signal: stopping }).catch(() => undefined)
  }
  return null
}
