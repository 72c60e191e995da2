import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Counts, Period } from '../../../application/ports/read-model-counts'
import type { RowChange } from '../../../application/ports/read-model-rows'
import { workerFile } from '../../system/worker-file'

export type WriterCall =
  | { readonly kind: 'open' }
  | { readonly kind: 'prepare'; readonly storeId: string }
  | {
      readonly kind: 'apply'
      readonly storeId: string
      readonly from: bigint | null
      readonly to: bigint
      readonly changes: readonly RowChange[]
    }
  | { readonly kind: 'count'; readonly period: Period; readonly byDay: boolean; readonly at: number }

export type WriterResult = 'done' | 'applied' | 'moved' | Counts

export type WriterAnswer =
  | { readonly id: number; readonly result: WriterResult }
  | { readonly id: number; readonly fault: { readonly message: string; readonly code: string | null } }

/** The thread that does all writing of this process, so that waiting for a lock stalls nothing else; and what takes long. */
export interface Writer {
  /** Calls are done one after the other. A thread that died takes its calls with it; the next call starts another. */
  write(call: WriterCall): Promise<WriterResult>
  /** Ends the thread behind the calls it has taken. */
  close(): Promise<void>
}

export function startWriter(path: string): Writer {
  let thread: WriterThread | null = null
  let closed = false
  return {
    async write(call) {
      if (closed) throw new Error('the read models are closed')
      if (thread === null || thread.ended()) thread = startThread(path)
      return thread.write(call)
    },
    async close() {
      closed = true
      if (thread !== null && !thread.ended()) await thread.close()
    },
  }
}

interface WriterThread extends Writer {
  ended(): boolean
}

interface Waiting {
  resolve(result: WriterResult): void
  reject(fault: unknown): void
}

function startThread(path: string): WriterThread {
  const worker = new Worker(workerFile('sqlite/read-models/writer-thread'), { workerData: path })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended = false

  function fail(fault: unknown): void {
    ended = true
    for (const call of waiting.values()) call.reject(fault)
    waiting.clear()
  }

  worker.on('message', (answer: WriterAnswer) => {
    const call = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('result' in answer) call?.resolve(answer.result)
    else call?.reject(Object.assign(new Error(answer.fault.message), { code: answer.fault.code }))
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the writer of the read models has ended')))

  return {
    ended: () => ended,
    write: (call) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, call })
      }),
    async close() {
      const gone = once(worker, 'exit')
      worker.postMessage('close')
      await gone
    },
  }
}
