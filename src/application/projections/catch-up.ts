import { type EventStore, type RecordedEvent, UnknownStoredEvent } from '../ports/event-store'
import type { Log } from '../ports/log'
import type { ReadModels } from '../ports/read-models'
import { bell } from './bell'
import { projectEvent } from './project-event'

export interface CatchUp {
  /** Keeps the models up to date until `signal` aborts, or the history holds an event that is not known. */
  run(signal: AbortSignal): Promise<void>
  /**
   * Whether the events up to `position` (`null`: none) have been applied, waiting for it at most `timeoutMs`: how a
   * caller reads its own write, whichever process applies it.
   */
  reached(position: bigint | null, timeoutMs: number): Promise<boolean>
  state(): CatchUpState
}

export type CatchUpState = 'catching-up' | 'live' | 'stopped-by-unknown-event'

const pageSize = 500
const firstPauseMs = 50
const longestPauseMs = 10_000
const pollMs = 20

/**
 * Applies every event to the read models exactly once: the position is compared and set with the rows, so of
 * several processes on the same models one applies an event, and the others go on behind it.
 */
export function catchUp({
  store,
  models,
  log,
}: {
  readonly store: EventStore
  readonly models: ReadModels
  readonly log: Log
}): CatchUp {
  const applied = bell()
  let state: CatchUpState = 'catching-up'
  let pauseMs = firstPauseMs

  /** Where the models stand afterwards: at the last of these events, or where another process has brought them. */
  async function apply(from: bigint | null, events: readonly [RecordedEvent, ...RecordedEvent[]]) {
    const to = (events.at(-1) ?? events[0]).position
    const outcome = await models.apply(from, to, events.flatMap(projectEvent))
    if (outcome === 'moved') return models.position()
    pauseMs = firstPauseMs
    applied.ring()
    return to
  }

  async function catchUpWithHistory(signal: AbortSignal): Promise<bigint | null> {
    let position = await models.position()
    while (!signal.aborted) {
      const [first, ...others] = await store.readAll(position, pageSize)
      if (first === undefined) break
      position = await apply(position, [first, ...others])
    }
    return position
  }

  /** Settles when the signal aborts, or when another process has begun to make the models again from nothing. */
  async function follow(after: bigint | null, signal: AbortSignal): Promise<void> {
    const madeAnew = new AbortController()
    let position = after
    async function handle(event: RecordedEvent): Promise<void> {
      if (madeAnew.signal.aborted || isReached(position, event.position)) return
      position = await apply(position, [event])
      if (!isReached(position, event.position)) madeAnew.abort()
    }
    await store.subscribe(after, handle, AbortSignal.any([signal, madeAnew.signal]))
  }

  /** How long to wait before the next attempt; `null`: there is none. */
  function afterFault(fault: unknown): number | null {
    if (fault instanceof UnknownStoredEvent) {
      state = 'stopped-by-unknown-event'
      log.error('the read models have stopped at an event that is not known', fault, {
        type: fault.storedType,
      })
      return null
    }
    state = 'catching-up'
    const pause = pauseMs
    pauseMs = Math.min(2 * pauseMs, longestPauseMs)
    log.error('the read models could not be brought up to date, and will be tried again', fault, {
      pause_ms: pause,
    })
    return pause
  }

  return {
    async run(signal) {
      const stopped = bell()
      signal.addEventListener('abort', stopped.ring, { once: true })
      while (!signal.aborted) {
        try {
          const position = await catchUpWithHistory(signal)
          state = 'live'
          await follow(position, signal)
        } catch (fault) {
          if (signal.aborted) return
          const pause = afterFault(fault)
          if (pause === null) return
          await stopped.heard(pause)
        }
      }
    },
    async reached(position, timeoutMs) {
      let late = false
      const timer = setTimeout(() => {
        late = true
      }, timeoutMs)
      try {
        while (!isReached(await models.position(), position)) {
          if (late) return false
          await applied.heard(pollMs)
        }
        return true
      } finally {
        clearTimeout(timer)
      }
    },
    state: () => state,
  }
}

const isReached = (stands: bigint | null, position: bigint | null): boolean =>
  position === null || (stands !== null && stands >= position)
