import { between, type Reached } from '../../application/ports/fail-point'
import { DiskFull } from '../../application/ports/spool'
import type { TableTransformer } from '../../application/ports/table-transformer'
import { workerFile } from '../system/worker-file'
import { stopJob } from './stop-job'
import { runTransform } from './transform-run'
import { TransformFault } from './worker-answer'
import { workerPool } from './worker-pool'

/**
 * The reference transformer, over csv-parse: every dialect and encoding, each table in a worker thread of its
 * own, so that no other request waits for it; `workers` of them are kept warm. `pseudonymKey` gives the 32-byte key of a domain. `close` ends
 * the workers; transformations that still run then reject.
 */
export function csvTransformer(options: {
  pseudonymKey(domain: number): Uint8Array
  readonly workers: number
  readonly reached?: Reached
}): TableTransformer & { close(): Promise<void> } {
  const pool = workerPool(workerFile('csv/transform-worker'), options.workers)
  return {
    async transform(plan, source, target, signal) {
      signal.throwIfAborted()
      // A copy of its own memory: posting a view would send all that its buffer holds.
      const pseudonymKey = new Uint8Array(options.pseudonymKey(plan.pseudonymDomain))
      const job = { plan, target, pseudonymKey }
      const worker = pool.take()
      try {
        const run = () => runTransform(worker, job, source, signal)
        const result = await between(options.reached, 'write table', run)
        pool.giveBack(worker)
        return result
      } catch (error) {
        const isOfWorker = error instanceof TransformFault || error instanceof DiskFull
        if (!isOfWorker && (await stopJob(worker))) pool.giveBack(worker)
        else await pool.discard(worker)
        throw error
      }
    },
    close: pool.close,
  }
}
