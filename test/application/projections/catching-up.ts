import type { EventStore } from '../../../src/application/ports/event-store'
import type { Log, LogFields } from '../../../src/application/ports/log'
import type { ReadModels } from '../../../src/application/ports/read-models'
import { type CatchUp, catchUp } from '../../../src/application/projections/catch-up'

/** Nothing here takes so long; what does is a defect. */
export const patienceMs = 10_000

export interface Applied {
  readonly from: bigint | null
  readonly to: bigint
}

/** The same models, which write down what was applied to them. */
export function observed(models: ReadModels, applied: Applied[]): ReadModels {
  return {
    ...models,
    async apply(from, to, changes) {
      const outcome = await models.apply(from, to, changes)
      if (outcome === 'applied') applied.push({ from, to })
      return outcome
    },
  }
}

/** Whether these follow upon each other without a gap and without an overlap, from the beginning to `head`. */
export function expectEachOnce(applied: readonly Applied[], head: bigint): void {
  const inOrder = applied.toSorted((a, b) => Number(a.to - b.to))
  const ends = inOrder.map(({ to }) => to)
  expect(inOrder.map(({ from }) => from)).toStrictEqual([null, ...ends.slice(0, -1)])
  expect(ends.at(-1)).toBe(head)
}

/** The same history, and when somebody first follows it. */
export function awaited(store: EventStore): { readonly store: EventStore; readonly followed: Promise<void> } {
  let tell: () => void
  const followed = new Promise<void>((resolve) => {
    tell = resolve
  })
  return {
    followed,
    store: {
      ...store,
      subscribe(...call) {
        tell()
        return store.subscribe(...call)
      },
    },
  }
}

export interface LoggedError {
  readonly message: string
  readonly fault: unknown
  readonly fields: LogFields | undefined
}

export interface Following extends CatchUp {
  readonly errors: readonly LoggedError[]
  /** Settles when `run` does, of itself. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

export function follow(store: EventStore, models: ReadModels): Following {
  const errors: LoggedError[] = []
  const log: Log = {
    info() {},
    warn() {},
    error: (message, fault, fields) => errors.push({ message, fault, fields }),
  }
  const stopping = new AbortController()
  const following = catchUp({ store, models, log })
  const ended = following.run(stopping.signal)
  return {
    ...following,
    errors,
    ended,
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

/** Brings the models to where the history is, and stops. */
export async function bringUpToDate(store: EventStore, models: ReadModels): Promise<void> {
  const following = follow(store, models)
  expect(await following.reached(await store.head(), patienceMs)).toBe(true)
  await following.stop()
  expect(following.errors).toStrictEqual([])
}
