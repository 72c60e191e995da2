import type { TransformResult } from '../../application/ports/table-transformer'
import type { TransformJob } from './transform-table'

export type ToWorker =
  | { readonly kind: 'job'; readonly job: TransformJob }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  /** The job, if there still is one, is nobody's any more. */
  | { readonly kind: 'stop' }

export type FromWorker =
  /** One chunk has been used up: room for the next. */
  | { readonly kind: 'credit' }
  | { readonly kind: 'result'; readonly result: TransformResult }
  | { readonly kind: 'failed'; readonly failure: WorkerFailure }
  /** After every `stop`: nothing more comes of the job. */
  | { readonly kind: 'stopped' }

/** A fault without its message, which could quote a cell or a path. */
export interface WorkerFailure {
  readonly name: string
  readonly code: string | null
  /** The lines of the stack that name functions. */
  readonly frames: string
}

/** By its members alone: an error that crossed a thread is no instance of anything that can be relied on. */
export function workerFailure(error: unknown): WorkerFailure {
  const frames = (textOf(error, 'stack') ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: textOf(error, 'name') ?? 'unknown',
    code: textOf(error, 'code'),
    frames: frames.join('\n'),
  }
}

function textOf(error: unknown, member: string): string | null {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, member) : null
  return typeof value === 'string' ? value : null
}
