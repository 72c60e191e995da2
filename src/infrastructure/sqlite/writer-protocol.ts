import type { AppendResult } from '../../application/ports/event-store'
import type { EventText } from '../event-codec/json-text'

/** What the writer thread is started with. */
export interface WriterSettings {
  readonly path: string
  /** How long a batch waits for another process to let go of the file. */
  readonly patienceMs: number
}

/** One append, to be decided inside the transaction of its batch. */
export interface AppendCall {
  /** With the prefix. */
  readonly stream: string
  /** The revision that the stream must stand at; -1 for none. */
  readonly expected: number
  readonly events: readonly EventText[]
}

/** Appends that are committed together. */
export interface Batch {
  readonly calls: readonly AppendCall[]
  readonly created: number
}

export type ToWriter = { readonly batch: Batch } | { readonly end: true }

/** `ready` once, then the answers to one batch after the other, each in the order of its calls. */
export type FromWriter = { readonly ready: true } | { readonly answers: readonly AppendResult[] }
