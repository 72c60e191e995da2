import type { OpenedEventStore } from '../event-store'
import { appended, idsOf, metadata, newEvents, newStream } from './samples'

export function readContract(opened: () => OpenedEventStore): void {
  const store = () => opened().store

  describe('readStream', () => {
    it('is empty for a stream that does not exist', async () => {
      expect(await store().readStream(newStream())).toStrictEqual([])
    })

    it('tells every event whole, in the order of its stream and of no other', async () => {
      const stream = newStream()
      const [first, second] = [newEvents(), newEvents()]
      const { position } = appended(await store().append(stream, 'no-stream', first))
      await store().append(newStream(), 'no-stream', newEvents())
      await store().append(stream, 0, second)

      const recorded = await store().readStream(stream)
      expect(idsOf(recorded)).toStrictEqual(idsOf([...first, ...second]))
      expect(recorded[0]).toStrictEqual({
        id: first[0].id,
        stream,
        revision: 0,
        position,
        created: expect.any(Number),
        event: first[0].event,
        metadata,
        stored: {
          type: 'TokenRevoked.v1',
          data: { tokenId: first[0].event.type === 'TokenRevoked' && first[0].event.tokenId },
          metadata: {
            $correlationId: 'request-1',
            $causationId: 'request-1',
            schemaVersion: 1,
            actor: { kind: 'management', client: 'provisioning' },
          },
        },
      })
    })

    it('reads a long stream to its end', async () => {
      const stream = newStream()
      const events = newEvents(1_200)
      await store().append(stream, 'no-stream', events)
      expect(idsOf(await store().readStream(stream))).toStrictEqual(idsOf(events))
    })

    it('does not take a stream for one whose name it begins with', async () => {
      const stream = newStream()
      await store().append(`${stream}0`, 'no-stream', newEvents())
      expect(await store().readStream(stream)).toStrictEqual([])
    })
  })

  describe('readAll and head', () => {
    it('find nothing in an empty history', async () => {
      expect(await store().head()).toBeNull()
      expect(await store().readAll(null, 10)).toStrictEqual([])
    })

    it('read page by page in the one global order, behind a position and within a limit', async () => {
      const events = [newEvents(2), newEvents(1), newEvents(3)]
      for (const call of events) await store().append(newStream(), 'no-stream', call)
      const whole = await store().readAll(null, 100)
      expect(idsOf(whole)).toStrictEqual(idsOf(events.flat()))

      const paged = []
      for (let after: bigint | null = null; ; ) {
        const page = await store().readAll(after, 4)
        paged.push(...page)
        if (page.length < 4) break
        after = page.at(-1)?.position ?? null
      }
      expect(paged).toStrictEqual(whole)
      expect(await store().head()).toBe(whole.at(-1)?.position)
      expect(await store().readAll(await store().head(), 4)).toStrictEqual([])
    })

    it('read as many as they are asked for, and no more', async () => {
      const events = newEvents(1_200)
      await store().append(newStream(), 'no-stream', events)
      for (const limit of [0, 1, 500, 1_100]) {
        expect(idsOf(await store().readAll(null, limit))).toStrictEqual(idsOf(events.slice(0, limit)))
      }
      expect(idsOf(await store().readAll(null, 5_000))).toStrictEqual(idsOf(events))
    })

    it('never find anything at or before a position that has been read', async () => {
      const writers = Array.from({ length: 20 }, async () => {
        const stream = newStream()
        await store().append(stream, 'no-stream', newEvents())
        for (let revision = 0; revision < 9; revision++) await store().append(stream, revision, newEvents())
      })
      let writing = true
      const written = Promise.all(writers).then(() => {
        writing = false
      })
      const seen: string[] = []
      let after: bigint | null = null
      const readOn = async () => {
        for (const { id, position } of await store().readAll(after, 1_000)) {
          seen.push(id)
          after = position
        }
      }
      while (writing) {
        await readOn()
        await new Promise(setImmediate)
      }
      await written
      await readOn()
      expect(seen).toHaveLength(200)
      expect(seen).toStrictEqual(idsOf(await store().readAll(null, 1_000)))
    })
  })
}
