import { createInlet, type Inlet, type Source } from './inlet'

/** The events under a prefix, of a subscription to `$all`. */
export interface Feed<T> extends Inlet<T> {
  /** Everything that was there has been taken. */
  isCaughtUp(): boolean
  /** Up to here everything has been taken; `null` where that isn't known. */
  takenTo(): bigint | null
}

/** What of the client's subscription is used. */
export interface Subscribed extends Source {
  /** How many events lie in the buffer. */
  readonly readableLength: number
  unsubscribe(): Promise<void>
}

interface Call {
  /** Begins the subscription. `reached` is called at each checkpoint; it never fails, which would stall the client. */
  readonly open: (reached: (position: bigint) => void) => Subscribed
  readonly heard: () => void
  readonly closed: AbortSignal
}

export function createFeed<T>({ open, heard, closed }: Call): Feed<T> {
  let isCaughtUp = false
  let checkpoint: bigint | null = null
  const subscription = open((position) => {
    checkpoint = position
    heard()
    inlet.wake()
  })
  const inlet = createInlet<T>({
    stream: subscription,
    cancel: () => subscription.unsubscribe(),
    heard,
    closed,
  })
  subscription.on('caughtUp', () => {
    isCaughtUp = true
    heard()
    inlet.wake()
  })
  // Both signs run ahead of the events that lie in the buffer.
  const isTaken = () => subscription.readableLength === 0
  return {
    ...inlet,
    isCaughtUp: () => isCaughtUp && isTaken(),
    takenTo: () => (isTaken() ? checkpoint : null),
  }
}
