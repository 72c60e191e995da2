import { eventStream, type StreamedItem } from '../../../src/interfaces/http/event-stream'

const never = new AbortController().signal

const item = (position: bigint, value: object | null = { at: String(position) }): StreamedItem => ({
  position,
  value,
})

/** Never settles of itself. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve())
  })

const textOf = async (stream: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts).toString()
}

test('an event is its position as id, and one line of JSON', async () => {
  const stream = eventStream({
    signal: never,
    async follow(handle) {
      await handle(item(2n ** 63n))
      await handle(item(2n ** 63n + 1n, null))
      await handle(item(2n ** 63n + 2n, { text: 'a\nb' }))
    },
  })
  expect(await textOf(stream)).toBe(
    [
      'retry: 1000\n\n',
      'id: 9223372036854775808\ndata: {"at":"9223372036854775808"}\n\n',
      'id: 9223372036854775810\ndata: {"text":"a\\nb"}\n\n',
    ].join(''),
  )
})

test('the first bytes come before anything has happened', async () => {
  const stream = eventStream({ signal: never, follow: (_handle, signal) => untilAborted(signal) })
  expect(Buffer.from((await stream.next()).value ?? []).toString()).toBe('retry: 1000\n\n')
  await stream.return()
})

test('while nothing happens a comment comes, with the id of what was passed over', async () => {
  const stream = eventStream({
    signal: never,
    heartbeatMs: 1,
    async follow(handle, signal) {
      await handle(item(7n, null))
      await untilAborted(signal)
    },
  })
  const told: string[] = []
  for await (const part of stream) {
    told.push(Buffer.from(part).toString())
    if (told.length === 4) break
  }
  expect(told).toEqual(['retry: 1000\n\n', ':\nid: 7\n\n', ':\n\n', ':\n\n'])
})

test('whoever leaves ends the following', async () => {
  let ended = false
  const stream = eventStream({
    signal: never,
    async follow(_handle, signal) {
      await untilAborted(signal)
      ended = true
    },
  })
  await stream.next()
  await stream.return()
  expect(ended).toBe(true)
})

test('a signal ends the stream behind what was handed over', async () => {
  const stopping = new AbortController()
  const stream = eventStream({
    signal: stopping.signal,
    async follow(handle, signal) {
      await handle(item(1n))
      stopping.abort()
      await untilAborted(signal)
    },
  })
  expect(await textOf(stream)).toContain('id: 1\n')
})

test('a fault of the following is a fault of the stream', async () => {
  const fault = new Error('gone')
  const stream = eventStream({ signal: never, follow: () => Promise.reject(fault) })
  await expect(textOf(stream)).rejects.toBe(fault)
})

test('what is not taken holds up the following, and no heartbeat piles up behind it', async () => {
  let handed = 0
  const value = { text: 'x'.repeat(10_000) }
  const stream = eventStream({
    signal: never,
    heartbeatMs: 1,
    async follow(handle, signal) {
      while (!signal.aborted) await handle(item(BigInt(++handed), value))
    },
  })
  await stream.next()
  const turns = () => new Promise((resolve) => setTimeout(resolve, 5))
  let before = -1
  while (handed !== before) {
    before = handed
    await turns()
  }
  // Two buffers of 64 KiB.
  expect(handed).toBeLessThan(20)
  let waiting = ''
  for await (const part of stream) {
    waiting += Buffer.from(part).toString()
    if (waiting.includes(`id: ${before}\n`)) break
  }
  expect(waiting).not.toContain(':\n\n')
  // It went on as soon as something was taken.
  expect(handed).toBeGreaterThan(before)
})
