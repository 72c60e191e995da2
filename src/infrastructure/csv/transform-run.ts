import type { Worker } from 'node:worker_threads'
import type { TransformResult } from '../../application/ports/table-transformer'
import { creditWindow } from './credit-window'
import type { TransformJob } from './transform-table'
import { answerOf } from './worker-answer'
import type { ToWorker } from './worker-messages'

const pieceBytes = 64 * 1024
const piecesUnderWay = 8

/**
 * Hands one job and its source to a worker, in copies, and never more than half a megabyte ahead of it. Rejects
 * with the source's error, the signal's reason, `DiskFull` or `TransformFault`; the worker may then still be at it.
 */
export async function runTransform(
  worker: Worker,
  job: TransformJob,
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<TransformResult> {
  const window = creditWindow(piecesUnderWay)
  const chunks = source[Symbol.asyncIterator]()
  let wanted = true
  let exhausted = false

  const feed = async (): Promise<void> => {
    for (;;) {
      const chunk = await nextOf(chunks)
      exhausted = chunk === null
      if (!wanted) return
      if (chunk === null) return post(worker, { kind: 'end' })
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        await window.take()
        if (!wanted) return
        // A copy: the source may use its buffer again, and what is transferred is lost to it.
        const bytes = new Uint8Array(chunk.subarray(at, at + pieceBytes))
        post(worker, { kind: 'chunk', bytes }, [bytes.buffer])
      }
    }
  }

  const answer = answerOf(worker, signal, window.give)
  try {
    post(worker, { kind: 'job', job })
    return await Promise.race([answer.result, feed().then(() => answer.result)])
  } finally {
    wanted = false
    answer.stopListening()
    // Not awaited: a source that is being waited for may never settle.
    if (!exhausted) chunks.return?.().catch(() => undefined)
  }
}

async function nextOf(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | null> {
  const next = await chunks.next()
  return next.done === true ? null : next.value
}

const post = (worker: Worker, message: ToWorker, transfer: ArrayBuffer[] = []): void =>
  worker.postMessage(message, transfer)
