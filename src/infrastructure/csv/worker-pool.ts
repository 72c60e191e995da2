import { Worker } from 'node:worker_threads'

export interface WorkerPool {
  /** A warm worker, or a new one. */
  take(): Worker
  /** Keeps it warm for the next one, where there is room. */
  giveBack(worker: Worker): void
  /** Settles when the thread has ended. */
  discard(worker: Worker): Promise<void>
  /** Ends every worker, those at work too. */
  close(): Promise<void>
}

/**
 * A small young generation is enough for tables in pieces. The bound of the old one is far above what an import
 * needs (the pairs of a million pseudonyms are the most), and below it V8 lets less garbage pile up: without it a
 * larger table takes more memory. A worker over its bound ends alone, not with the process.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1024 }

/** An idle worker keeps no process alive. */
export function workerPool(file: string, mostIdle: number): WorkerPool {
  const all = new Set<Worker>()
  const idle = new Set<Worker>()

  const start = (): Worker => {
    const worker = new Worker(file, { resourceLimits })
    all.add(worker)
    worker.on('exit', () => {
      all.delete(worker)
      idle.delete(worker)
    })
    // Whoever uses it listens too; an idle one that fails is only gone.
    worker.on('error', () => undefined)
    return worker
  }

  const discard = async (worker: Worker): Promise<void> => {
    idle.delete(worker)
    await worker.terminate()
  }

  return {
    take() {
      const [warm] = idle
      if (warm === undefined) return start()
      idle.delete(warm)
      warm.ref()
      return warm
    },
    giveBack(worker) {
      if (!all.has(worker)) return
      if (idle.size >= mostIdle) void discard(worker)
      else idle.add(worker)
      worker.unref()
    },
    discard,
    async close() {
      await Promise.all([...all].map(discard))
    },
  }
}
