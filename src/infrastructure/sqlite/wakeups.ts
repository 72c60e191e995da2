/** Pauses that anyone can cut short. */
export interface Wakeups {
  /** Settles after so long, when `wakeAll` is called or when `signal` aborts, and keeps no process running. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>
  wakeAll(): void
}

export function createWakeups(): Wakeups {
  const pauses = new Set<() => void>()
  return {
    pause: (milliseconds, signal) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          pauses.delete(end)
          resolve()
        }
        const timer = setTimeout(end, milliseconds).unref()
        signal.addEventListener('abort', end)
        pauses.add(end)
        if (signal.aborted) end()
      }),
    wakeAll() {
      for (const end of [...pauses]) end()
    },
  }
}
