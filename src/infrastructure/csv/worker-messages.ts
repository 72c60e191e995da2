import { isNativeError } from 'node:util/types'
import type { TransformResult } from '../../application/ports/table-transformer'
import type { TransformJob } from './transform-table'

export type ToWorker =
  | { readonly kind: 'job'; readonly job: TransformJob }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }

export type FromWorker =
  /** One chunk has been used up: room for the next. */
  | { readonly kind: 'credit' }
  | { readonly kind: 'result'; readonly result: TransformResult }
  | { readonly kind: 'failed'; readonly failure: WorkerFailure }

/** A fault without its message, which could quote a cell or a path. */
export interface WorkerFailure {
  readonly name: string
  readonly code: string | null
  /** The lines of the stack that name functions. */
  readonly frames: string
}

export function workerFailure(error: unknown): WorkerFailure {
  if (!isNativeError(error)) return { name: 'unknown', code: null, frames: '' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { name: error.name, code, frames: frames.join('\n') }
}
