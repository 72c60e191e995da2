import type { Readable } from 'node:stream'

/** A stream was destroyed before its end. */
export class StreamCut extends Error {
  override readonly name = 'StreamCut'
}

/**
 * Reads a stream chunk by chunk, only as it is asked to. Unlike the stream's own iterator it never destroys
 * it, and while nothing is awaited, or after `signal` aborts, no listener of it is left: whoever comes next can
 * read on. Throws `StreamCut`, or the signal's reason.
 */
export async function* chunksOf(stream: Readable, signal?: AbortSignal): AsyncGenerator<Buffer, void> {
  for (;;) {
    signal?.throwIfAborted()
    const chunk: Buffer | null = stream.read()
    if (chunk !== null) yield chunk
    else if (stream.readableEnded) return
    else if (stream.destroyed) throw new StreamCut('a stream was destroyed before its end')
    else await change(stream, signal)
  }
}

const changes = ['readable', 'end', 'close', 'error']

const change = (stream: Readable, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const settle = () => {
      for (const name of changes) stream.off(name, settle)
      signal?.removeEventListener('abort', settle)
      resolve()
    }
    for (const name of changes) stream.on(name, settle)
    signal?.addEventListener('abort', settle)
  })
