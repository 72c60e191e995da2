/** A clock that runs only while someone is waited for. */
export interface WaitingClock {
  start(): void
  stop(): void
}

/**
 * Calls `tick` after every `ms` of the time between `start` and `stop`. A process that was asleep, or busy with
 * something else, has missed the client and not the client it: however long that took, it counts as one tick.
 */
export function waitingClock(ms: number, tick: () => void): WaitingClock {
  let left = ms
  let since = 0
  let timer: NodeJS.Timeout | null = null

  const run = (): void => {
    since = performance.now()
    timer = setTimeout(() => {
      left = ms
      run()
      tick()
    }, left)
  }
  return {
    start() {
      if (timer === null) run()
    },
    stop() {
      if (timer === null) return
      clearTimeout(timer)
      timer = null
      left = Math.max(0, left - (performance.now() - since))
    },
  }
}

/** The same chunks, with the clock running while one of them is waited for. `received` hears of their bytes. */
export async function* clocked(
  chunks: AsyncGenerator<Buffer, void>,
  clock: WaitingClock,
  received: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer, void> {
  for (;;) {
    clock.start()
    const next = await chunks.next().finally(() => clock.stop())
    if (next.done === true) return
    received(next.value.length)
    yield next.value
  }
}
