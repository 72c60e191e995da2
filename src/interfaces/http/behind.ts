import type { Log } from '../../application/ports/log'

/** The work that is done behind answers. */
export interface Behind {
  /** `work` begins when the answer has been written, or could not be. */
  add(written: Promise<void>, work: () => Promise<void>): void
  /** Settles when nothing of it is left. */
  settled(): Promise<void>
}

export function behindAnswers(log: Log): Behind {
  const underWay = new Set<Promise<void>>()
  return {
    add(written, work) {
      const done = written
        .catch(() => undefined)
        .then(work)
        .catch((fault) => log.error('work behind an answer failed', fault))
        .finally(() => underWay.delete(done))
      underWay.add(done)
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
