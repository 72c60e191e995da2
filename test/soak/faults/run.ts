import { type Lane, openLane, type Times } from './lane'
import type { Row } from './matrix'
import { manifold } from './truth'
import { runWave, type Shown } from './wave'

/**
 * Goes through the waves, in so many lanes at the same time, each with a server and a service of its own. At the
 * end the whole history is looked at once more: what a fault has delayed may have come late.
 */
export async function runWaves(
  waves: readonly (readonly Row[])[],
  lanes: number,
  times: Times,
  tell: (shown: Shown) => void = () => {},
): Promise<readonly Shown[]> {
  const waiting = [...waves]
  const all: Shown[] = []

  async function work(lane: Lane) {
    const done: Shown[] = []
    for (let rows = waiting.shift(); rows !== undefined; rows = waiting.shift()) {
      const shown = await runWave(lane, rows, times)
      for (const one of shown) {
        // Alone, where the fault of another row was in the way.
        const last = one.met ? [] : await runWave(lane, [one.row], times)
        for (const row of [one, ...last]) {
          if (row === one && !one.met && one.violations.length === 0) continue
          done.push(row.met ? row : { ...row, violations: [...row.violations, 'never met its fault'] })
        }
      }
      for (const one of done.slice(-shown.length)) tell(one)
    }
    return done.map((one) => {
      const late = manifold(lane, one.token).filter((what) => !one.violations.includes(what))
      return late.length === 0 ? one : { ...one, violations: [...one.violations, ...late] }
    })
  }

  const ends = await Promise.allSettled(
    Array.from({ length: lanes }, async () => {
      const lane = await openLane(times)
      try {
        all.push(...(await work(lane)))
      } finally {
        await lane.close()
      }
    }),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return all
}
