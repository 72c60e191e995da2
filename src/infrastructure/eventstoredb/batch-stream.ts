/** What of the client's duplex stream is used. */
interface BatchStream {
  listeners(event: string): unknown[]
  on(event: string, listener: (...values: unknown[]) => void): unknown
  removeAllListeners(event: string): unknown
  write(message: unknown): boolean
  destroy(): unknown
}

/**
 * The call over which the client sends all appends, made safe. Of itself the client would end the process
 *
 * - when an answer comes that it doesn't await, as it does after an error of another call: the error rejects
 *   the appends of every call of the process, and the answer finds nobody. The call is cancelled instead, which
 *   rejects what is under way on it;
 * - when the call breaks while appends wait for the network: it lets their rejection go unhandled. They never
 *   wait here: how many there are is bounded by those who append.
 */
export function guardBatchStream(stream: BatchStream): void {
  for (const event of ['data', 'error']) {
    const listeners = stream.listeners(event)
    stream.removeAllListeners(event)
    stream.on(event, (...values) => {
      try {
        for (const listener of listeners) if (typeof listener === 'function') listener.apply(stream, values)
      } catch {
        cancel(stream)
      }
    })
  }
  const write = stream.write.bind(stream)
  stream.write = (message) => {
    write(message)
    return true
  }
}

function cancel(stream: BatchStream): void {
  if ('cancel' in stream && typeof stream.cancel === 'function') stream.cancel()
  else stream.destroy()
}
