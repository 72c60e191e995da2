import type { ReadReq } from '@eventstore/db-client/generated/streams_pb'
import type { ServerWritableStream } from '@grpc/grpc-js'
import { trailersOf } from './errors'
import type { Refusal } from './outcome'

/** Answers are bytes already: an event's are made once for all its readers. */
export type ReadCall = ServerWritableStream<ReadReq, Buffer>

/** The answering side of a read, as fast as its reader is. */
export interface Sender {
  readonly isOpen: boolean
  send(message: Buffer): Promise<void>
  /** Resolves with the next `wake`, or when the call has ended. */
  pause(): Promise<void>
  wake(): void
  end(): void
  fail(refusal: Refusal, stream: string): void
}

export function createSender(call: ReadCall, ended: () => void): Sender {
  let isOpen = true
  let isFull = false
  let resume: (() => void) | undefined
  const wake = () => resume?.()
  const pause = () =>
    new Promise<void>((resolve) => {
      resume = resolve
    })
  const close = () => {
    isOpen = false
    ended()
    wake()
  }
  call.on('cancelled', close)
  call.on('close', close)
  call.on('error', close)
  call.on('drain', () => {
    isFull = false
    wake()
  })
  return {
    get isOpen() {
      return isOpen
    },
    async send(message) {
      if (!isOpen) return
      isFull = !call.write(message)
      while (isFull && isOpen) await pause()
    },
    pause,
    wake,
    end() {
      if (isOpen) call.end()
      close()
    },
    fail(refusal, stream) {
      if (isOpen) call.emit('error', trailersOf(refusal, stream))
    },
  }
}
