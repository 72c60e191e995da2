import type { Worker } from 'node:worker_threads'
import { DiskFull } from '../../application/ports/spool'
import type { TransformResult } from '../../application/ports/table-transformer'
import { type FromWorker, type WorkerFailure, workerFailure } from './worker-messages'

/** A transformation that broke off by no one's wish. Names the fault's class and code, never its message. */
export class TransformFault extends Error {
  override readonly name = 'TransformFault'
  constructor(
    fault: string,
    readonly code: string | null,
    frames = '',
  ) {
    super(`a table transformation failed: ${fault}${code === null ? '' : ` ${code}`}`)
    if (frames !== '') this.stack = `${this.name}: ${this.message}\n${frames}`
  }
}

export interface Answer {
  /** Rejects with the signal's reason, `DiskFull` or `TransformFault`. */
  readonly result: Promise<TransformResult>
  stopListening(): void
}

/** The worker's answer to the job that it is given next. */
export function answerOf(worker: Worker, signal: AbortSignal, onCredit: () => void): Answer {
  const listening = new AbortController()
  const result = new Promise<TransformResult>((resolve, reject) => {
    const onMessage = (message: FromWorker): void => {
      if (message.kind === 'credit') onCredit()
      else if (message.kind === 'result') resolve(message.result)
      else if (message.kind === 'failed') reject(faultOf(message.failure))
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

export const faultOf = ({ name, code, frames }: WorkerFailure): Error =>
  code === 'ENOSPC' || code === 'EDQUOT'
    ? new DiskFull('no room for a de-identified table')
    : new TransformFault(name, code, frames)
