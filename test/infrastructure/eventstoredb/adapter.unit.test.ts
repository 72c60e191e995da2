import { Readable } from 'node:stream'
import { append } from '../../../src/infrastructure/eventstoredb/append'
import type { AppendCall } from '../../../src/infrastructure/eventstoredb/append-attempt'
import { toEncoded } from '../../../src/infrastructure/eventstoredb/encode'
import { createFeed } from '../../../src/infrastructure/eventstoredb/feed'
import { createHorizon } from '../../../src/infrastructure/eventstoredb/horizon'
import { follow } from '../../../src/infrastructure/eventstoredb/subscription'
import { newEvent } from '../../contract/event-store/samples'
import { endedFeed, fakeClient, keeperOf } from './fake-client'

describe('an append that is answered without a position', () => {
  const call: AppendCall = {
    stream: 'aperture.user-1',
    expected: 'no-stream',
    events: [toEncoded(newEvent())],
  }
  const options = { attemptMs: 1_000, patienceMs: 1_000, closing: new AbortController().signal }

  it('is looked up', async () => {
    const keeper = keeperOf(fakeClient({ append: async () => ({ revision: 7n }) }))
    const result = await append(keeper, async () => ({ revision: 7, position: 99n }), options, call)
    expect(result).toStrictEqual({ outcome: 'appended', revision: 7, position: 99n })
  })

  it('is repeated while it can not be looked up', async () => {
    const keeper = keeperOf(fakeClient({ append: async () => ({ revision: 7n }) }))
    let looks = 0
    const locate = async () => {
      looks += 1
      if (looks === 1) throw new Error('the store does not answer')
      return { revision: 7, position: 99n }
    }
    expect(await append(keeper, locate, options, call)).toMatchObject({ position: 99n })
    expect(looks).toBe(2)
  })
})

describe('a subscription', () => {
  it('skips what it has passed over when it is begun anew, and goes on from what was handled otherwise', async () => {
    const begun: (bigint | null)[] = []
    const enough = new AbortController()
    const passed = [null, 40n, 30n, null]
    const client = fakeClient({
      subscribe(_, after) {
        begun.push(after)
        if (begun.length === passed.length) enough.abort()
        return endedFeed(passed[begun.length - 1] ?? null)
      },
    })
    const horizon = createHorizon()
    horizon.seen(10n)
    const options = {
      keeper: keeperOf(client),
      horizon,
      prefix: 'aperture.',
      head: async () => null,
      watchMs: 1_000,
      silenceMs: 1_000,
      onFault: () => {},
    }
    await follow(options, 10n, async () => {}, enough.signal)
    expect(begun).toStrictEqual([10n, 10n, 40n, 40n])
    expect([horizon.newest(), horizon.floor()]).toStrictEqual([10n, 40n])
  })
})

describe('a feed', () => {
  it('has come no further than its events are taken, whatever the client has told meanwhile', async () => {
    const source = new Readable({ objectMode: true, read() {} })
    let reach = (_: bigint) => {}
    const feed = createFeed<string>({
      open(reached) {
        reach = reached
        return Object.assign(source, { unsubscribe: async () => {} })
      },
      heard: () => {},
      closed: new AbortController().signal,
    })
    source.push('an event')
    reach(40n)
    source.emit('caughtUp')
    expect([feed.isCaughtUp(), feed.takenTo()]).toStrictEqual([false, null])
    expect(await feed.next()).toStrictEqual(['an event'])
    expect([feed.isCaughtUp(), feed.takenTo()]).toStrictEqual([true, 40n])
    feed.cancel()
  })
})

describe('what is known of the end of a history', () => {
  it('is nothing at first, then the newest that was seen', () => {
    const horizon = createHorizon()
    expect([horizon.newest(), horizon.floor()]).toStrictEqual([null, null])
    horizon.seen(20n)
    horizon.seen(10n)
    expect([horizon.newest(), horizon.floor()]).toStrictEqual([20n, 20n])
  })

  it('reaches as far as was looked through without a gap', () => {
    const horizon = createHorizon()
    horizon.examined(5n, 50n)
    expect(horizon.floor()).toBeNull()
    horizon.examined(null, 30n)
    expect([horizon.newest(), horizon.floor()]).toStrictEqual([null, 30n])
    horizon.examined(30n, 60n)
    horizon.examined(61n, 90n)
    horizon.examined(10n, 20n)
    expect([horizon.newest(), horizon.floor()]).toStrictEqual([null, 60n])
    horizon.seen(70n)
    horizon.examined(65n, 90n)
    expect([horizon.newest(), horizon.floor()]).toStrictEqual([70n, 90n])
  })
})
