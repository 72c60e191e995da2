import type { RecordedEvent } from '../../../src/application/ports/event-store'
import type { OpenedEventStore } from '../event-store'
import { appended, follow, idsOf, newEvents, newStream } from './samples'

export function subscriptionContract(opened: () => OpenedEventStore): void {
  const store = () => opened().store

  describe('subscribe', () => {
    it('hands out what is there, then what comes', async () => {
      const earlier = newEvents(2)
      const later = newEvents(2)
      await store().append(newStream(), 'no-stream', earlier)
      const handled = follow(store(), null, 4)
      await store().append(newStream(), 'no-stream', later)
      expect(idsOf(await handled)).toStrictEqual(idsOf([...earlier, ...later]))
    })

    it('waits at the end of the history for the next event', async () => {
      const { position } = appended(await store().append(newStream(), 'no-stream', newEvents(2)))
      const events = newEvents()
      const handled = follow(store(), position, 1)
      await new Promise(setImmediate)
      await store().append(newStream(), 'no-stream', events)
      expect(await handled).toStrictEqual(await store().readAll(position, 10))
      expect(idsOf(await handled)).toStrictEqual(idsOf(events))
    })

    it('begins behind the position it is given', async () => {
      const events = newEvents(4)
      await store().append(newStream(), 'no-stream', events)
      const [, second] = await store().readAll(null, 2)
      const handled = await follow(store(), second?.position ?? null, 2)
      expect(idsOf(handled)).toStrictEqual(idsOf(events.slice(2)))
    })

    it('goes on behind the last event that was handled when it is taken up again', async () => {
      const events = newEvents(5)
      await store().append(newStream(), 'no-stream', events)
      const first = await follow(store(), null, 2)
      const second = await follow(store(), first.at(-1)?.position ?? null, 3)
      expect(idsOf([...first, ...second])).toStrictEqual(idsOf(events))
    })

    it('hands out one event at a time', async () => {
      await store().append(newStream(), 'no-stream', newEvents(5))
      const enough = new AbortController()
      let [underWay, most, handled] = [0, 0, 0]
      await store().subscribe(
        null,
        async () => {
          underWay += 1
          most = Math.max(most, underWay)
          await new Promise(setImmediate)
          underWay -= 1
          handled += 1
          if (handled === 5) enough.abort()
        },
        enough.signal,
      )
      expect(most).toBe(1)
    })

    it('catches up over many pages', async () => {
      const events = newEvents(1_200)
      await store().append(newStream(), 'no-stream', events)
      expect(idsOf(await follow(store(), null, 1_200))).toStrictEqual(idsOf(events))
    })

    it('rejects with what its handler rejects with, and hands out nothing more', async () => {
      await store().append(newStream(), 'no-stream', newEvents(3))
      const handled: RecordedEvent[] = []
      const fault = new Error('the handler failed')
      const subscribed = store().subscribe(
        null,
        async (event) => {
          handled.push(event)
          if (handled.length === 2) throw fault
        },
        new AbortController().signal,
      )
      await expect(subscribed).rejects.toBe(fault)
      expect(handled).toHaveLength(2)
    })

    it('settles when it is aborted while it waits', async () => {
      const abort = new AbortController()
      const subscribed = store().subscribe(null, async () => {}, abort.signal)
      await new Promise(setImmediate)
      abort.abort()
      await expect(subscribed).resolves.toBeUndefined()
    })

    it('hands out nothing once it is aborted', async () => {
      await store().append(newStream(), 'no-stream', newEvents(3))
      expect(await follow(store(), null, 1)).toHaveLength(1)
      const handled: RecordedEvent[] = []
      await store().subscribe(
        null,
        async (event) => {
          handled.push(event)
        },
        AbortSignal.abort(),
      )
      expect(handled).toStrictEqual([])
    })
  })
}
