/** Aborts when this settles. */
export function abortedAt(moment: Promise<unknown>): AbortSignal {
  const ending = new AbortController()
  void moment.then(() => ending.abort())
  return ending.signal
}

/** The first signal to stop. A second one ends the process at once, as it does by itself. */
export async function stopSignal(): Promise<string> {
  const names = ['SIGTERM', 'SIGINT'] as const
  const first = await new Promise<string>((resolve) => {
    for (const name of names) process.once(name, resolve)
  })
  for (const name of names) process.removeAllListeners(name)
  return first
}
