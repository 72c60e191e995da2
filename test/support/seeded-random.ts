/** The same numbers for the same seed, in every run (mulberry32). */
export interface SeededRandom {
  /** A whole number from 0 to `below`, excluded. */
  below(below: number): number
  oneOf<T>(choices: readonly [T, ...T[]]): T
  /** So many different whole numbers from 0 to `below`, excluded, in ascending order. */
  distinct(count: number, below: number): readonly number[]
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0
  const below = (most: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * most)
  }
  return {
    below,
    oneOf: (choices) => choices[below(choices.length)] ?? choices[0],
    distinct(count, most) {
      const drawn = new Set<number>()
      while (drawn.size < count) drawn.add(below(most))
      return [...drawn].sort((a, b) => a - b)
    },
  }
}
