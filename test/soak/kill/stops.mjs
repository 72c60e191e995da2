import { setTimeout as pause } from 'node:timers/promises'

/** Where a process sleeps, and what the other does meanwhile is recover its import. */
const points = [
  'after append TokenConsumed',
  'before append DatasetImported',
  'after append DatasetImported',
  'before append EphemeralDatasetDiscarded',
]

/**
 * Stops a process in the middle of an import, waits until the other has brought that import to its outcome, and lets
 * it go on: it tells its client of the very outcome that the other stored. How many times that was done.
 */
export async function stopAndGoOn(fleet, load, history, violated) {
  const [sleeper] = fleet.members
  for (const point of points) {
    const kind = point.includes('Ephemeral') ? 'ephemeral' : 'dataset'
    const issued = await load.issue()
    const { asleep, wake } = await sleeper.sleepAt(point)
    const uploading = load.upload(sleeper, issued, kind, 'definition-first')
    await asleep
    const recovered = () => history.outcomes.has(history.consumed.get(issued.tokenId)?.importId)
    if (!(await heldWithin(60_000, recovered)))
      violated('nobody recovered the import of a process that sleeps')
    wake()
    const status = await uploading
    if (status !== 200)
      violated(`an import that was recovered while its process slept was answered ${status}`)
  }
  return points.length
}

async function heldWithin(ms, condition) {
  const deadline = performance.now() + ms
  while (!condition() && performance.now() < deadline) await pause(50)
  return condition()
}
