import { EventStoreUnavailable } from '../../application/ports/event-store'

/** A stream of the client, read as fast as its items are taken and no faster. */
export interface Inlet<T> {
  /**
   * What has come since; `[]` when it was woken for another reason. `quiet`: nothing came for so long, however
   * much was. Rejects with the stream's error once everything before it is taken.
   */
  next(quietMs?: number): Promise<readonly T[] | 'ended' | 'quiet'>
  wake(): void
  /** Ends the call at the server, and whatever waits for it. */
  cancel(): void
}

/** What of a readable stream in object mode is used. */
export interface Source {
  /** `null`: nothing is there. */
  read(): unknown
  on(event: string, listener: (error: Error) => void): unknown
  destroy(): unknown
}

interface Call {
  readonly stream: Source
  /** The client's own way to end it. */
  readonly cancel: () => Promise<void>
  /** Is told that the server lives. */
  readonly heard: () => void
  /** Aborts when the client is closed, whose calls then end without a word. */
  readonly closed: AbortSignal
}

export function createInlet<T>({ stream, cancel, heard, closed }: Call): Inlet<T> {
  let fault: Error | undefined
  let hasEnded = false
  let isWoken = false
  let notify = () => {}

  const wake = () => {
    isWoken = true
    notify()
  }
  const giveUp = () => {
    fault ??= new EventStoreUnavailable('the connection to the event store was given up')
    notify()
  }
  closed.addEventListener('abort', giveUp)
  if (closed.aborted) giveUp()
  stream.on('readable', () => {
    heard()
    notify()
  })
  // Listened to for ever: an error after the end, which nobody hears, would end the process.
  stream.on('error', (error: Error) => {
    fault ??= error
    notify()
  })
  for (const end of ['end', 'close']) {
    stream.on(end, () => {
      hasEnded = true
      notify()
    })
  }

  function take(): T[] {
    const items: T[] = []
    for (let item = stream.read(); item !== null; item = stream.read()) items.push(item as T)
    return items
  }

  const notified = (quietMs: number | undefined): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = quietMs === undefined ? undefined : setTimeout(resolve, quietMs, false)
      notify = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })

  return {
    async next(quietMs) {
      for (;;) {
        const items = take()
        if (items.length > 0) return items
        if (fault !== undefined) throw fault
        if (hasEnded) return 'ended'
        if (isWoken) {
          isWoken = false
          return []
        }
        if (!(await notified(quietMs))) return 'quiet'
      }
    },
    wake,
    cancel() {
      closed.removeEventListener('abort', giveUp)
      // It waits for a call that may never have been begun.
      cancel().catch(() => {})
      stream.destroy()
    },
  }
}
