/**
 * What is known of the end of our history: the newest event of ours that was seen, and how far `$all` has been
 * looked through. Whatever is learned anywhere shortens the next look.
 */
export interface Horizon {
  /** An event of ours stands there. */
  seen(position: bigint): void
  /** The newest event of ours after `from` (`null`: of all) up to there has been `seen`, if there is one. */
  examined(from: bigint | null, upTo: bigint): void
  newest(): bigint | null
  /** The newest event of ours at or before it is the one that is known, if there is one. `null`: nothing is known. */
  floor(): bigint | null
}

export function createHorizon(): Horizon {
  let newest: bigint | null = null
  let examinedTo: bigint | null = null
  const floor = () => later(newest, examinedTo)
  return {
    seen(position) {
      newest = later(newest, position)
    },
    examined(from, upTo) {
      const known = floor()
      if (from === null || (known !== null && from <= known)) examinedTo = later(examinedTo, upTo)
    },
    newest: () => newest,
    floor,
  }
}

/** Of two positions; no position is before all. */
export function later(one: bigint | null, other: bigint | null): bigint | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}
