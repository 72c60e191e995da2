import type { NewEvent } from '../../../src/application/ports/event-store'
import type { OpenedEventStore } from '../event-store'
import { appended, idsOf, newEvent, newEvents, newStream } from './samples'

export function appendContract(opened: () => OpenedEventStore): void {
  const store = () => opened().store

  describe('append', () => {
    it('begins a stream that does not exist', async () => {
      const stream = newStream()
      const result = await store().append(stream, 'no-stream', newEvents())
      expect(result).toStrictEqual({ outcome: 'appended', revision: 0, position: expect.any(BigInt) })
    })

    it('goes on at the revision it expects and tells the last position of the call', async () => {
      const stream = newStream()
      const first = appended(await store().append(stream, 'no-stream', newEvents()))
      const second = appended(await store().append(stream, 0, newEvents(3)))
      expect(second.revision).toBe(3)
      expect(second.position).toBeGreaterThan(first.position)
      const recorded = await store().readStream(stream)
      expect(recorded.at(-1)?.position).toBe(second.position)
    })

    it.each([0, 7])('conflicts at revision %i of a stream that does not exist', async (expected) => {
      const stream = newStream()
      const result = await store().append(stream, expected, newEvents())
      expect(result).toStrictEqual({ outcome: 'conflict', actual: 'no-stream' })
      expect(await store().readStream(stream)).toStrictEqual([])
    })

    it.each(['no-stream', 0, 2, 5] as const)('conflicts at %p of a stream at 1', async (expected) => {
      const stream = newStream()
      const events = newEvents(2)
      await store().append(stream, 'no-stream', events)
      const result = await store().append(stream, expected, newEvents())
      expect(result).toStrictEqual({ outcome: 'conflict', actual: 1 })
      expect(idsOf(await store().readStream(stream))).toStrictEqual(idsOf(events))
    })

    it('answers a repeated call with the old position, also after later events', async () => {
      const stream = newStream()
      await store().append(stream, 'no-stream', newEvents())
      const events = newEvents(2)
      const first = await store().append(stream, 0, events)
      expect(await store().append(stream, 0, events)).toStrictEqual(first)
      await store().append(stream, 2, newEvents())
      await store().append(newStream(), 'no-stream', newEvents())
      expect(await store().append(stream, 0, events)).toStrictEqual(first)
      expect(await store().readStream(stream)).toHaveLength(4)
    })

    it('answers a repeated first call of a stream', async () => {
      const stream = newStream()
      const events = newEvents(2)
      const [first, second] = await Promise.all([
        store().append(stream, 'no-stream', events),
        store().append(stream, 'no-stream', events),
      ])
      expect(appended(first)).toStrictEqual(appended(second))
      expect(await store().readStream(stream)).toHaveLength(2)
    })

    it('takes the same ids at another revision for another call', async () => {
      const stream = newStream()
      const [first, second] = newEvents(2)
      if (second === undefined) throw new Error('two events were asked for')
      await store().append(stream, 'no-stream', [first, second])
      expect(await store().append(stream, 0, [first])).toStrictEqual({ outcome: 'conflict', actual: 1 })
      expect(await store().append(stream, 'no-stream', [second])).toStrictEqual({
        outcome: 'conflict',
        actual: 1,
      })
    })

    it('takes known ids with one more, or in another order, for another call', async () => {
      const stream = newStream()
      const [first, second] = newEvents(2)
      if (second === undefined) throw new Error('two events were asked for')
      await store().append(stream, 'no-stream', [first, second])
      const conflict = { outcome: 'conflict', actual: 1 }
      expect(await store().append(stream, 'no-stream', [first, second, newEvent()])).toStrictEqual(conflict)
      expect(await store().append(stream, 'no-stream', [second, first])).toStrictEqual(conflict)
    })

    it('lets exactly one of many win each revision of one stream', async () => {
      const stream = newStream()
      const contenders = 8
      const rounds = 10
      let expected: number | 'no-stream' = 'no-stream'
      for (let round = 0; round < rounds; round++) {
        const results = await Promise.all(
          Array.from({ length: contenders }, () => store().append(stream, expected, newEvents())),
        )
        expect(results.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1)
        expect(results.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(contenders - 1)
        expected = round
      }
      const revisions = (await store().readStream(stream)).map(({ revision }) => revision)
      expect(revisions).toStrictEqual(Array.from({ length: rounds }, (_, index) => index))
    })

    it('takes appends to many streams at once, each with a position of its own', async () => {
      const results = await Promise.all(
        Array.from({ length: 100 }, () => store().append(newStream(), 'no-stream', newEvents(2))),
      )
      expect(new Set(results.map((result) => appended(result).position)).size).toBe(100)
    })

    it('refuses an event that does not fit its shape, and stores nothing of the call', async () => {
      const stream = newStream()
      const misshapen: NewEvent = { ...newEvent(), event: { type: 'TokenRevoked', tokenId: 'not a uuid' } }
      const refused = store().append(stream, 'no-stream', [newEvent(), misshapen])
      await expect(refused).rejects.toThrow(/TokenRevoked\.v1.*tokenId/)
      await expect(refused).rejects.not.toThrow(/not a uuid/)
      expect(await store().readStream(stream)).toStrictEqual([])
      expect(await store().head()).toBeNull()
    })
  })
}
