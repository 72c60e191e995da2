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

/** An idle worker keeps no process alive. */
export function workerPool(file: string, mostIdle: number): WorkerPool {
  const all = new Set<Worker>()
  const idle = new Set<Worker>()

  const start = (): Worker => {
    const worker = new Worker(file)
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
