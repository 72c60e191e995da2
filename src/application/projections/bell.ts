/** Wakes whoever waits for something to have happened. */
export interface Bell {
  ring(): void
  /** Settles at the next ring, at the latest after `ms`. */
  heard(ms: number): Promise<void>
}

export function bell(): Bell {
  const sleepers = new Set<() => void>()
  return {
    ring() {
      for (const wake of sleepers) wake()
    },
    heard: (ms) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          sleepers.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        sleepers.add(wake)
      }),
  }
}
