const firstMs = 25
const longestMs = 1_000

/** Settles after a while that doubles with each failure, at once when `signal` aborts. */
export function backOff(failures: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, Math.min(firstMs * 2 ** failures, longestMs))
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}
