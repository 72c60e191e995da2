import { EventStoreUnavailable } from '../../../src/application/ports/event-store'
import { type RecordedText, toText } from '../../../src/infrastructure/event-codec/json-text'
import { follow } from '../../../src/infrastructure/sqlite/subscription'
import { createWakeups } from '../../../src/infrastructure/sqlite/wakeups'
import { idsOf, newEvents, newStream } from '../../contract/event-store/samples'

const history = newEvents(6).map(
  (event, index): RecordedText => ({
    ...toText(event),
    stream: newStream(),
    revision: 0,
    position: BigInt(index + 1),
    created: 0,
  }),
)

/** Answers two events a page, after refusing as often as it is told. */
function unreliableSource(...refusals: number[]) {
  const pauses: number[] = []
  const asked: (bigint | null)[] = []
  return {
    pauses,
    asked,
    async page(after: bigint | null) {
      asked.push(after)
      const left = refusals[0] ?? 0
      if (left > 0) {
        refusals[0] = left - 1
        throw new EventStoreUnavailable('the disk is away')
      }
      refusals.shift()
      const events = history.filter(({ position }) => position > (after ?? 0n)).slice(0, 2)
      return { events, upTo: events.at(-1)?.position ?? after }
    },
    wakeups: {
      async pause(milliseconds: number) {
        pauses.push(milliseconds)
      },
      wakeAll() {},
    },
  }
}

describe('a subscription whose store fails', () => {
  it('backs off and resumes behind the last event that was handled', async () => {
    const source = unreliableSource(0, 3, 0, 1)
    const handled: string[] = []
    const enough = new AbortController()
    await follow(
      source,
      null,
      async ({ id }) => {
        handled.push(id)
        if (handled.length === history.length) enough.abort()
      },
      enough.signal,
    )
    expect(handled).toStrictEqual(idsOf(history))
    expect(source.asked).toStrictEqual([null, 2n, 2n, 2n, 2n, 4n])
    expect(source.pauses).toStrictEqual([200, 400, 800])
  })

  it('never pauses for longer than two seconds', async () => {
    const source = unreliableSource(12)
    const enough = new AbortController()
    await follow(source, null, async () => enough.abort(), enough.signal)
    expect(Math.max(...source.pauses)).toBe(2_000)
  })

  it('rejects with a fault that no patience mends', async () => {
    const fault = new TypeError('a defect')
    const source = { ...unreliableSource(), page: () => Promise.reject(fault) }
    await expect(follow(source, null, async () => {}, new AbortController().signal)).rejects.toBe(fault)
  })
})

describe('a pause', () => {
  it('ends when all are woken, when its signal aborts, and at once when that has aborted before', async () => {
    const wakeups = createWakeups()
    const abort = new AbortController()
    const pauses = [
      wakeups.pause(1_000_000, new AbortController().signal),
      wakeups.pause(1_000_000, new AbortController().signal),
    ]
    wakeups.wakeAll()
    await Promise.all(pauses)
    const aborted = wakeups.pause(1_000_000, abort.signal)
    abort.abort()
    await aborted
    await wakeups.pause(1_000_000, abort.signal)
    await wakeups.pause(1, new AbortController().signal)
  })
})
