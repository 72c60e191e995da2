const busy = 5

/** Whether a fault is SQLite's `SQLITE_BUSY` in any of its kinds: another connection holds the lock. */
export const isBusy = (fault: unknown): boolean =>
  typeof fault === 'object' &&
  fault !== null &&
  'rawCode' in fault &&
  typeof fault.rawCode === 'number' &&
  (fault.rawCode & 0xff) === busy

const sleeper = new Int32Array(new SharedArrayBuffer(4))

/**
 * Does `work` again while it finds the database busy, for at most `patienceMs`, and blocks its thread between
 * the attempts: for a thread that has nothing else to do, and for the start. SQLite keeps no queue: among
 * connections that write all the time, one that pauses for longer than they do hardly ever has its turn.
 */
export function whileBusy<T>(work: () => T, patienceMs = 10_000, longestPauseMs = 50): T {
  const deadline = performance.now() + patienceMs
  for (let pause = 1; ; pause = Math.min(2 * pause, longestPauseMs)) {
    try {
      return work()
    } catch (fault) {
      if (!isBusy(fault) || performance.now() > deadline) throw fault
      // Uneven pauses, so that two that collide don't go on colliding.
      Atomics.wait(sleeper, 0, 0, pause * (0.5 + Math.random()))
    }
  }
}
