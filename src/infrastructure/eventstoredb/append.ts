import type { AppendResult } from '../../application/ports/event-store'
import { type AppendCall, type Attempt, attemptAppend } from './append-attempt'
import { backOff } from './back-off'
import type { ClientKeeper } from './client-keeper'

export interface AppendOptions {
  /** How long one attempt is waited for, in milliseconds. */
  readonly attemptMs: number
  /** How long attempts begin. The outcome is told after the last, `attemptMs` later at most. */
  readonly patienceMs: number
  /** Attempts that are under way are waited for, and none begins. */
  readonly closing: AbortSignal
}

/** Where the events of a call stand, if they are in their stream; rejects when that can't be read. */
export type Locate = (
  call: AppendCall,
) => Promise<{ readonly revision: number; readonly position: bigint } | null>

/**
 * Repeats the identical call, the same ids at the same revision, until its outcome is known: the store takes
 * it once. Rejects with `RefusedByEventStore` when the store takes no such append.
 */
export async function append(
  keeper: ClientKeeper,
  locate: Locate,
  { attemptMs, patienceMs, closing }: AppendOptions,
  call: AppendCall,
): Promise<AppendResult> {
  const end = performance.now() + patienceMs
  /** An attempt has left it open whether it was stored. */
  let isOpen = false
  for (let failures = 0; !closing.aborted; failures += 1) {
    // The last one, too, has its whole time: one that is cut short would leave open what it was about to tell.
    if (performance.now() >= end) break
    const attempt = await attemptAppend(keeper, call, attemptMs)
    const result = await resultOf(attempt, isOpen, call, locate)
    if (result !== null) return result
    isOpen ||= attempt.kind !== 'nothing-stored'
    await backOff(failures, closing)
  }
  return { outcome: isOpen ? 'unknown' : 'unavailable' }
}

/** `null`: it can't be told yet. */
async function resultOf(
  attempt: Attempt,
  isOpen: boolean,
  call: AppendCall,
  locate: Locate,
): Promise<AppendResult | null> {
  switch (attempt.kind) {
    case 'stored': {
      const { revision, position } = attempt
      if (position !== undefined) return { outcome: 'appended', revision, position }
      const place = await locate(call).catch(() => null)
      return place === null ? null : { outcome: 'appended', ...place }
    }
    case 'wrong-revision':
      return isOpen
        ? conflictOrOwn(attempt.actual, call, locate)
        : { outcome: 'conflict', actual: attempt.actual }
    case 'refused':
      // What an earlier attempt may have stored, this one's refusal does not undo.
      if (isOpen) return { outcome: 'unknown' }
      throw attempt.refusal
    case 'nothing-stored':
    case 'unknown':
      return null
    default:
      return attempt satisfies never
  }
}

/**
 * The server tells a repeated call from a conflict by the ids behind its revision. It can't where that place is
 * gone, as of a stream that was deleted before and goes on with a higher revision: there we look ourselves.
 */
async function conflictOrOwn(
  actual: number | 'no-stream',
  call: AppendCall,
  locate: Locate,
): Promise<AppendResult | null> {
  const place = await locate(call).catch(() => 'unread' as const)
  if (place === 'unread') return null
  if (place !== null) return { outcome: 'appended', ...place }
  // A stream that is behind may yet come to the revision at which an attempt that is under way is stored.
  const isBehind = call.expected !== 'no-stream' && (actual === 'no-stream' || actual < call.expected)
  return isBehind ? null : { outcome: 'conflict', actual }
}
