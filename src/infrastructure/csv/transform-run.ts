import type { Worker } from 'node:worker_threads'
import { DiskFull } from '../../application/ports/spool'
import type { TransformResult } from '../../application/ports/table-transformer'
import { unreachable } from '../../domain/decider'
import { creditWindow } from './credit-window'
import type { TransformJob } from './transform-table'
import { type FromWorker, type ToWorker, type WorkerFailure, workerFailure } from './worker-messages'

/** A transformation that broke off by no one's wish. Names the fault's class and code, never its message. */
export class TransformFault extends Error {
  override readonly name = 'TransformFault'
  constructor(
    readonly fault: string,
    readonly code: string | null,
    frames = '',
  ) {
    super(`a table transformation failed: ${fault}${code === null ? '' : ` ${code}`}`)
    if (frames !== '') this.stack = `${this.name}: ${this.message}\n${frames}`
  }
}

const pieceBytes = 64 * 1024
const piecesUnderWay = 8

/**
 * Hands one job and its source to a worker, in copies, and never more than half a megabyte ahead of it. Rejects
 * with the source's error, the signal's reason, `DiskFull` or `TransformFault`; the worker is then of no more use.
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
      const next = await nextOf(chunks)
      exhausted = next === null
      if (!wanted) return
      if (next === null) return post(worker, { kind: 'end' })
      for (let at = 0; at < next.length; at += pieceBytes) {
        await window.take()
        if (!wanted) return
        // A copy: the source may use its buffer again, and what is transferred is lost to it.
        const bytes = Uint8Array.from(next.subarray(at, at + pieceBytes))
        post(worker, { kind: 'chunk', bytes }, [bytes.buffer])
      }
    }
  }

  const answer = awaitAnswer(worker, signal, window.give)
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

interface Answer {
  readonly result: Promise<TransformResult>
  stopListening(): void
}

function awaitAnswer(worker: Worker, signal: AbortSignal, onCredit: () => void): Answer {
  const listening = new AbortController()
  const result = new Promise<TransformResult>((resolve, reject) => {
    const onMessage = (message: FromWorker): void => {
      switch (message.kind) {
        case 'credit':
          return onCredit()
        case 'result':
          return resolve(message.result)
        case 'failed':
          return reject(faultOf(message.failure))
        default:
          return unreachable(message)
      }
    }
    const onError = (error: unknown): void => reject(faultOf(workerFailure(error)))
    const onExit = (): void => reject(new TransformFault('its worker thread ended', null))
    const onAbort = (): void => reject(signal.reason)
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    signal.addEventListener('abort', onAbort, { signal: listening.signal })
    listening.signal.addEventListener('abort', () => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    })
  })
  return { result, stopListening: () => listening.abort() }
}

const faultOf = ({ name, code, frames }: WorkerFailure): Error =>
  code === 'ENOSPC' || code === 'EDQUOT'
    ? new DiskFull('no room for a de-identified table')
    : new TransformFault(name, code, frames)
