import type { Pause } from './ports/pause'
import { type ShownToken, type ShowTokenDeps, showToken } from './show-tokens'
import { isFinal } from './token-state'

/**
 * A token as soon as it is in another state than it was, at once in its last one; at the latest after `waitMs` or
 * when `signal` aborts: then as it is. `null`: no such token.
 */
export type AwaitToken = (tokenId: string, waitMs: number, signal: AbortSignal) => Promise<ShownToken | null>

/** Also what no event tells is noticed: that an upload has begun, or that time has passed. */
const lookEveryMs = 200

export const awaitToken =
  (deps: ShowTokenDeps & { readonly pause: Pause }): AwaitToken =>
  async (tokenId, waitMs, signal) => {
    const show = showToken(deps)
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    const first = await show(tokenId)
    if (first !== null && isFinal(first.word)) return first
    for (let waited = 0; first !== null && waited < waitMs; waited += lookEveryMs) {
      if (!signal.aborted) await Promise.race([deps.pause(Math.min(lookEveryMs, waitMs - waited)), aborted])
      // Nothing has been seen to change, and the history may be closing.
      if (signal.aborted) return first
      const shown = await show(tokenId)
      if (shown?.word !== first.word) return shown
    }
    return first
  }
