import type { EventStore } from '../../src/application/ports/event-store'
import { aroundCalls } from './store-calls'

/** Someone who acts on the history in steps, each an append or a read of a stream. */
export type Actor = (history: EventStore) => Promise<unknown>

interface Turn {
  readonly finished: boolean
  /** Lets the actor do its next call, and whatever it does up to the one after it. */
  take(): Promise<void>
}

/**
 * Lets the actors act on one history, one call at a time; `choose` says whose is next of so many that are not
 * finished. Only one is ever at work, so the same choices give the same history.
 */
export async function inTurns(
  history: EventStore,
  actors: readonly Actor[],
  choose: (unfinished: number) => number,
): Promise<void> {
  const turns: Turn[] = []
  for (const actor of actors) turns.push(await begin(history, actor))
  for (;;) {
    const unfinished = turns.filter(({ finished }) => !finished)
    if (unfinished.length === 0) return
    await unfinished[choose(unfinished.length) % unfinished.length]?.take()
  }
}

/** Settles when the actor stands before its first call. */
async function begin(history: EventStore, actor: Actor): Promise<Turn> {
  let finished = false
  let failed: unknown = null
  let goOn = () => {}
  let stands = () => {}
  const untilItStands = (work: () => void): Promise<void> =>
    new Promise((resolve) => {
      stands = resolve
      work()
    })
  const atItsTurn = async <T>(_name: string, proceed: () => Promise<T>): Promise<T> => {
    await new Promise<void>((resolve) => {
      goOn = resolve
      stands()
    })
    return proceed()
  }

  await untilItStands(() => {
    actor(aroundCalls(history, { append: atItsTurn, read: atItsTurn }))
      .catch((fault: unknown) => {
        failed = fault
      })
      .finally(() => {
        finished = true
        stands()
      })
  })
  return {
    get finished() {
      return finished
    },
    async take() {
      await untilItStands(() => goOn())
      if (failed !== null) throw failed
    },
  }
}
