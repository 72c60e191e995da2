import type { Worker } from 'node:worker_threads'
import type { FromWorker, ToWorker } from './worker-messages'

/** Far longer than a worker takes for the pieces that are on their way to it, or to begin at all. */
const usualPatienceMs = 5_000

/**
 * Ends the job that a worker may still have; whether it is ready for the next one. A new thread costs a hundred times
 * what this does, and clients may break off as often as they like.
 */
export function stopJob(worker: Worker, patienceMs = usualPatienceMs): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (ready: boolean): void => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('exit', onExit)
      resolve(ready)
    }
    const onMessage = ({ kind }: FromWorker): void => {
      if (kind === 'stopped') settle(true)
    }
    const onExit = (): void => settle(false)
    const timer = setTimeout(settle, patienceMs, false)
    worker.on('message', onMessage).on('exit', onExit)
    worker.postMessage({ kind: 'stop' } satisfies ToWorker)
  })
}
