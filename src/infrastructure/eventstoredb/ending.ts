import { setMaxListeners } from 'node:events'

/** An end that any number of calls may wait for; Node takes more than ten listeners for a leak. */
export function createEnding(): AbortController {
  const ending = new AbortController()
  setMaxListeners(0, ending.signal)
  return ending
}
