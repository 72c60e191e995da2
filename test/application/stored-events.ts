import type { HistorySource, HistoryTarget, StoredEvent } from '../../src/application/ports/history-copy'
import { seededRandom } from '../support/seeded-random'

/** A history of several streams whose events no version knows; created times don't grow with the order. */
export function storedEvents(count: number): readonly StoredEvent[] {
  const random = seededRandom(6)
  const next = new Map<string, number>()
  return Array.from({ length: count }, (_, index) => {
    const stream = random.oneOf(['store', 'token-1', 'token-2', 'user-é'])
    const revision = next.get(stream) ?? 0
    next.set(stream, revision + 1)
    return {
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      stream,
      revision,
      position: BigInt(index + 1),
      created: 1_700_000_000_000 + random.below(1_000_000),
      type: `FromAnotherVersion.v${random.below(9)}`,
      data: JSON.stringify({ index, text: 'ü\u2028"', nested: [null, { deep: 0.5 }] }),
      metadata: JSON.stringify({ actor: { kind: 'another' } }),
    }
  })
}

export async function wholeHistory(history: HistorySource): Promise<readonly StoredEvent[]> {
  return history.page(null, Number.MAX_SAFE_INTEGER)
}

export class Interrupted extends Error {}

/** The target, of a process that dies when it has stored so many events. */
export function dyingAfter(target: HistoryTarget, events: number): HistoryTarget {
  let left = events
  return {
    ...target,
    async append(page) {
      const some = page.slice(0, left)
      left -= some.length
      if (some.length > 0) await target.append(some)
      if (some.length < page.length) throw new Interrupted('the process died')
      return 'appended'
    },
  }
}
