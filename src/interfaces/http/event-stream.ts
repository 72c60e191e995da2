import { once } from 'node:events'
import { PassThrough } from 'node:stream'

/** One event of the stream, or what has been passed over up to a position. */
export interface StreamedItem {
  readonly position: bigint
  /** `null`: the client asked for others. */
  readonly value: object | null
}

export interface EventSource {
  /** Hands over one item after the other, as fast as they are taken, until `signal` aborts. */
  follow(handle: (item: StreamedItem) => Promise<void>, signal: AbortSignal): Promise<void>
  /** Ends the stream. */
  readonly signal: AbortSignal
  readonly heartbeatMs?: number
}

/** Proxies cut what has been silent for a minute, some for half of one. */
const usualHeartbeatMs = 15_000

/** What may wait for a slow client. */
const mostWaitingBytes = 64 * 1024

/**
 * `text/event-stream` (WHATWG HTML, 9.2.6) with the position as id. There are no names of events, so that every client
 * hands on all of them. A heartbeat is a comment with the id of what was passed over: a client that comes back does not
 * begin before it. A client that leaves, and one that takes nothing, ends the following or holds it up.
 */
export async function* eventStream({
  follow,
  signal,
  heartbeatMs = usualHeartbeatMs,
}: EventSource): AsyncGenerator<Uint8Array, void> {
  const text = new PassThrough({ highWaterMark: mostWaitingBytes })
  const left = new AbortController()
  const ending = AbortSignal.any([signal, left.signal])
  let passed: bigint | null = null

  async function handle({ position, value }: StreamedItem): Promise<void> {
    passed = position
    if (value === null) return
    passed = null
    const line = `id: ${position}\ndata: ${JSON.stringify(value)}\n\n`
    // Who has left takes no more, and is not waited for.
    if (!text.write(line)) await once(text, 'drain', { signal: ending }).catch(() => undefined)
  }
  function beat(): void {
    // A client that hasn't taken what is there has no need to be told that there is more to come.
    if (text.readableLength > 0) return
    text.write(passed === null ? ':\n\n' : `:\nid: ${passed}\n\n`)
    passed = null
  }

  const beating = setInterval(beat, heartbeatMs)
  text.write('retry: 1000\n\n')
  const following = follow(handle, ending).then(
    () => text.end(),
    (fault) => text.destroy(fault),
  )
  try {
    yield* text
  } finally {
    clearInterval(beating)
    left.abort()
    await following
  }
}
