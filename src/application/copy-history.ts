import { type Difference, differenceOf, eventsUpTo, isSameEvent } from './compare-histories'
import type { HistorySource, HistoryTarget } from './ports/history-copy'

export type CopyRefusal =
  /** What stands in the target is not the beginning of the source's history. */
  | { readonly code: 'target-not-empty' }
  /** A stream of the target stands elsewhere: somebody else writes to it, or it can't begin where the source's does. */
  | { readonly code: 'target-conflict' }
  /** The target stopped answering. What has been copied stays, and the next copy goes on behind it. */
  | { readonly code: 'target-unavailable' }
  /** Both have been read again from the beginning, and differ. */
  | { readonly code: 'histories-differ'; readonly difference: Difference; readonly at: number }

export type HistoryCopied =
  | {
      readonly outcome: 'copied'
      /** How many events stood in the target before. */
      readonly found: number
      readonly copied: number
      /** How many were read again on both sides, and are equal. */
      readonly compared: number
      readonly keepsCreated: boolean
    }
  | { readonly outcome: 'refused'; readonly refusal: CopyRefusal }

export interface CopyHistory {
  readonly source: HistorySource
  readonly target: HistoryTarget
  /** Events a page: what is held in memory, and what an interruption repeats the reading of. */
  readonly pageSize?: number
  readonly onProgress?: (step: 'copying' | 'comparing', events: number) => void
}

/**
 * Copies the history up to the source's end as it is at the start; what comes later is left to another copy.
 * Nothing remembers how far a copy came but the target: what stands there must be, event by event, the beginning
 * of the source. At the end both are read again from their beginnings and compared. Rejects with the signal's
 * reason when it aborts, and as the reads of both do.
 */
export async function copyHistory(
  { source, target, pageSize = 500, onProgress = () => {} }: CopyHistory,
  signal: AbortSignal,
): Promise<HistoryCopied> {
  const head = await source.head()
  let found = 0
  let after: bigint | null = null
  const standing = eventsUpTo(target, await target.head(), pageSize)
  if (head !== null) {
    for await (const event of eventsUpTo(source, head, pageSize)) {
      signal.throwIfAborted()
      const { value: stored } = await standing.next()
      if (stored === undefined) break
      if (!isSameEvent(event, stored)) return refused({ code: 'target-not-empty' })
      found += 1
      after = event.position
    }
  }
  const { done } = await standing.next()
  if (done !== true) return refused({ code: 'target-not-empty' })

  let copied = 0
  while (head !== null && (after === null || after < head)) {
    signal.throwIfAborted()
    const page = (await source.page(after, pageSize)).filter(({ position }) => position <= head)
    const last = page.at(-1)
    if (last === undefined) break
    const result = await target.append(page)
    if (result !== 'appended') return refused({ code: `target-${result}` })
    copied += page.length
    after = last.position
    onProgress('copying', found + copied)
  }

  const { difference, compared } = await differenceOf(
    eventsUpTo(source, head, pageSize),
    eventsUpTo(target, await target.head(), pageSize),
    { created: target.keepsCreated },
    (events) => {
      signal.throwIfAborted()
      onProgress('comparing', events)
    },
  )
  if (difference !== null) return refused({ code: 'histories-differ', difference, at: compared + 1 })
  return { outcome: 'copied', found, copied, compared, keepsCreated: target.keepsCreated }
}

const refused = (refusal: CopyRefusal) => ({ outcome: 'refused', refusal }) as const
