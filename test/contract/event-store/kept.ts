import { type EventStore, UnknownStoredEvent } from '../../../src/application/ports/event-store'
import type { OpenedKeptEventStore } from '../event-store'
import { follow, idsOf, newEvents, newStream } from './samples'

const storedMetadata = {
  $correlationId: 'request-1',
  $causationId: 'request-1',
  schemaVersion: 1,
  actor: { kind: 'system' },
}

export function keptContract(opened: () => OpenedKeptEventStore): void {
  const store = () => opened().store

  it('reads the same when it is opened again', async () => {
    const stream = newStream()
    await store().append(stream, 'no-stream', newEvents(3))
    const again = await opened().reopen()
    expect(await again.readStream(stream)).toStrictEqual(await store().readStream(stream))
    expect(await again.head()).toBe(await store().head())
  })

  it('answers a call that another process repeats', async () => {
    const stream = newStream()
    const events = newEvents(2)
    const first = await store().append(stream, 'no-stream', events)
    const again = await opened().reopen()
    expect(await again.append(stream, 'no-stream', events)).toStrictEqual(first)
    expect(await again.append(stream, 'no-stream', newEvents())).toStrictEqual({
      outcome: 'conflict',
      actual: 1,
    })
  })

  it('hands subscribers what another process stores', async () => {
    const other = await opened().reopen()
    const handled = follow(store(), null, 4)
    const [first, second] = [newEvents(2), newEvents(2)]
    await other.append(newStream(), 'no-stream', first)
    await other.append(newStream(), 'no-stream', second)
    expect(idsOf(await handled)).toStrictEqual(idsOf([...first, ...second]))
  })

  it('reads an event that was stored by hand in the shape of its name', async () => {
    const stream = newStream()
    const tokenId = stream.replace('uploadToken-', '')
    await opened().writeByHand({
      stream,
      type: 'TokenRevoked.v1',
      data: { tokenId },
      metadata: storedMetadata,
    })
    const [recorded] = await store().readStream(stream)
    expect(recorded?.event).toStrictEqual({ type: 'TokenRevoked', tokenId })
  })

  it('tells an event of a name that it does not know, and does not skip it', async () => {
    const stream = newStream()
    const known = newEvents()
    await store().append(newStream(), 'no-stream', known)
    await opened().writeByHand({ stream, type: 'TokenGilded.v1', data: {}, metadata: storedMetadata })
    await store().append(newStream(), 'no-stream', newEvents())

    await expect(store().readStream(stream)).rejects.toThrow(UnknownStoredEvent)
    await expect(store().readAll(null, 10)).rejects.toThrow('TokenGilded.v1')
    expect(await handledBeforeFault(store(), UnknownStoredEvent)).toStrictEqual(idsOf(known))
  })

  it('does not hand out an event of a known name and another shape, nor its values', async () => {
    const stream = newStream()
    const data = { tokenId: 'Jane Doe' }
    await opened().writeByHand({ stream, type: 'TokenRevoked.v1', data, metadata: storedMetadata })
    await expect(store().readStream(stream)).rejects.toThrow(/TokenRevoked\.v1.*tokenId/)
    await expect(store().readStream(stream)).rejects.not.toThrow(/Jane/)
    expect(await handledBeforeFault(store(), /tokenId/)).toStrictEqual([])
  })
}

async function handledBeforeFault(
  store: EventStore,
  fault: RegExp | (new (storedType: string) => Error),
): Promise<readonly string[]> {
  const handled: string[] = []
  const subscribed = store.subscribe(
    null,
    async ({ id }) => {
      handled.push(id)
    },
    new AbortController().signal,
  )
  await expect(subscribed).rejects.toThrow(fault)
  return handled
}
