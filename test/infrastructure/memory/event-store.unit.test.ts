import { memoryEventStore } from '../../../src/infrastructure/memory/event-store'
import { eventStoreContract } from '../../contract/event-store'
import { newEvents, newStream } from '../../contract/event-store/samples'

eventStoreContract('the history in memory', async () => ({
  store: memoryEventStore({ clock: () => 0 }),
  close: async () => {},
}))

it('tells when an event was stored by the clock it is given', async () => {
  let now = 1_000
  const store = memoryEventStore({ clock: () => now })
  const stream = newStream()
  await store.append(stream, 'no-stream', newEvents())
  now = 2_000
  await store.append(stream, 0, newEvents())
  expect((await store.readStream(stream)).map(({ created }) => created)).toStrictEqual([1_000, 2_000])
})

it('gives no caller a hold on what it keeps', async () => {
  const store = memoryEventStore({ clock: () => 0 })
  const stream = newStream()
  await store.append(stream, 'no-stream', newEvents())
  const [first] = await store.readStream(stream)
  Object.assign(first?.stored.data ?? {}, { tokenId: 'changed' })
  const [again] = await store.readStream(stream)
  expect(again?.stored.data).not.toHaveProperty('tokenId', 'changed')
})
