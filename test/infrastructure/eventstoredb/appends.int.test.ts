import type { NewEvent } from '../../../src/application/ports/event-store'
import { appended, idsOf, newEvents, newStream } from '../../contract/event-store/samples'
import type { AppendFault, FeaturesFault } from '../../support/eventstoredb/faults'
import { startEventStoreServer } from '../../support/eventstoredb/server'
import { until } from '../../support/until'
import { newHistory, servedHistory } from './histories'
import { silentProxy } from './silent-proxy'

const quick = { attemptMs: 60, patienceMs: 10_000 }
const hasty = { attemptMs: 60, patienceMs: 150, readPatienceMs: 100 }
/** Repeats for a short time only what is answered. */
const answered = { attemptMs: 10_000, patienceMs: 150 }

const served = servedHistory()

const stored = (stream: string) =>
  served.server.log.events(served.history.prefix + stream).map(({ id }) => id)

describe('an append', () => {
  const passing: readonly AppendFault[] = [
    'silence',
    'cut-before-commit',
    'cut-after-commit',
    'answer-withheld',
    'not-ready',
    'too-busy',
    'not-leader',
    'timeout',
    'timeout-after-commit',
    'unknown-correlation',
    'internal',
  ]
  it.each(passing)('that meets %s once is repeated and stored once', async (kind) => {
    const store = await served.history.open(quick)
    const stream = newStream()
    const fault = served.server.faults.onAppend({ times: 1 }, kind)
    const events = newEvents(2)
    expect(appended(await store.append(stream, 'no-stream', events)).revision).toBe(1)
    expect(fault.hits).toBe(1)
    expect(stored(stream)).toStrictEqual(idsOf(events))
  })

  it.each<FeaturesFault>(['silence', 'internal', 'not-ready', 'cut'])(
    'survives that the first question to the server meets %s once',
    async (kind) => {
      const store = await served.history.open(quick)
      const fault = served.server.faults.onFeatures({ times: 1 }, kind)
      expect(await store.append(newStream(), 'no-stream', newEvents())).toMatchObject({ outcome: 'appended' })
      expect(fault.hits).toBe(1)
    },
  )

  it.each([-7_200_000, 7_200_000])('does not mind a server clock that is %i ms away', async (skew) => {
    const store = await served.history.open(answered)
    served.server.clockSkewMs = skew
    expect(await store.append(newStream(), 'no-stream', newEvents())).toMatchObject({ outcome: 'appended' })
  })

  it.each<AppendFault>(['not-ready', 'too-busy', 'not-leader'])(
    'of which nothing is stored, because of %s, is unavailable',
    async (kind) => {
      const store = await served.history.open(answered)
      const fault = served.server.faults.onAppend({}, kind)
      const stream = newStream()
      expect(await store.append(stream, 'no-stream', newEvents())).toStrictEqual({ outcome: 'unavailable' })
      expect(fault.hits).toBeGreaterThan(1)
      expect(stored(stream)).toStrictEqual([])
    },
  )

  it.each<AppendFault>(['silence', 'cut-after-commit', 'answer-withheld', 'timeout', 'internal'])(
    'that may have been stored, because of %s, is unknown, and may be repeated',
    async (kind) => {
      const store = await served.history.open(hasty)
      const stream = newStream()
      const events = newEvents()
      served.server.faults.onAppend({}, kind)
      expect(await store.append(stream, 'no-stream', events)).toStrictEqual({ outcome: 'unknown' })
      served.server.faults.endAll()
      const patient = await served.history.open()
      expect(appended(await patient.append(stream, 'no-stream', events)).revision).toBe(0)
      expect(stored(stream)).toStrictEqual(idsOf(events))
    },
  )

  it('is unknown when another made the server end the call of both', async () => {
    const store = await served.history.open(answered)
    const [mute, refused] = [newStream(), newStream()]
    const silence = served.server.faults.onAppend(
      { stream: (name) => name.endsWith(mute), times: 1 },
      'silence',
    )
    const appending = store.append(mute, 'no-stream', newEvents())
    await silence.hit
    served.server.faults.onAppend({ stream: (name) => name.endsWith(mute) }, 'not-ready')
    served.server.faults.onAppend({ stream: (name) => name.endsWith(refused) }, 'not-leader')
    const results = [appending, store.append(refused, 'no-stream', newEvents())]
    expect(await Promise.all(results)).toStrictEqual([{ outcome: 'unknown' }, { outcome: 'unknown' }])
  })

  it('is unavailable while no server is there, and stored by the next that is', async () => {
    const store = await served.history.open(answered)
    const stream = newStream()
    const events = newEvents()
    await served.server.stop()
    expect(await store.append(stream, 'no-stream', events)).toStrictEqual({ outcome: 'unavailable' })
    const patient = await served.history.open(quick)
    const appending = patient.append(stream, 'no-stream', events)
    await served.server.start()
    expect(appended(await appending).revision).toBe(0)
  })

  it('is unavailable when the connection has gone while nothing was under way on it', async () => {
    const store = await served.history.open({ attemptMs: 10_000, patienceMs: 1 })
    await store.readStream(newStream())
    await served.server.stop()
    // The end of the connection has to come through this process's event loop.
    await new Promise((resolve) => setTimeout(resolve, 50))
    const result = await store.append(newStream(), 'no-stream', newEvents())
    await served.server.start()
    expect(result).toStrictEqual({ outcome: 'unavailable' })
  })

  it('is no longer waited for when the server is silent', async () => {
    const store = await served.history.open({ attemptMs: 60, patienceMs: 1 })
    served.server.faults.onAppend({}, 'silence')
    expect(await store.append(newStream(), 'no-stream', newEvents())).toStrictEqual({ outcome: 'unknown' })
  })

  it('finds a new connection when the one it has leads nowhere', async () => {
    const proxy = await silentProxy(served.server.port)
    const own = newHistory(proxy.connectionString)
    const store = await own.open(quick)
    const stream = newStream()
    await store.append(stream, 'no-stream', newEvents())
    proxy.silence()
    expect(appended(await store.append(stream, 0, newEvents())).revision).toBe(1)
    await own.close()
    await proxy.close()
  })

  it('that waits for the network when the connection breaks is repeated, too', async () => {
    const proxy = await silentProxy(served.server.port)
    const own = newHistory(proxy.connectionString)
    const store = await own.open({ attemptMs: 10_000 })
    const event = { type: 'ProjectChanged', projectId: 1, description: 'x'.repeat(50_000) } as const
    const call = () => store.append(newStream(), 'no-stream', [{ ...newEvents()[0], event }])
    await call()
    proxy.silence()
    const appending = Array.from({ length: 40 }, call)
    await new Promise((resolve) => setTimeout(resolve, 50))
    proxy.cut()
    for (const result of await Promise.all(appending)) expect(result.outcome).toBe('appended')
    await own.close()
    await proxy.close()
  })

  it('outlives the connection of another store of the process', async () => {
    const other = await startEventStoreServer()
    const others = newHistory(other.connectionString)
    const [ours, theirs] = [await served.history.open(quick), await others.open(hasty)]
    await ours.append(newStream(), 'no-stream', newEvents())
    const held = served.server.faults.onAppend({ times: 1 }, 'held')
    const appending = ours.append(newStream(), 'no-stream', newEvents())
    await held.hit
    other.faults.onAppend({ times: 1 }, 'cut-before-commit')
    expect(await theirs.append(newStream(), 'no-stream', newEvents())).toMatchObject({ outcome: 'appended' })
    held.end()
    expect(await appending).toMatchObject({ outcome: 'appended' })
    await others.close()
    await other.close()
  })
})

describe('a wrong revision', () => {
  it('after an attempt that may have been stored is no conflict when the events are there', async () => {
    const store = await served.history.open(quick)
    const stream = newStream()
    await store.append(stream, 'no-stream', newEvents(2))
    served.server.log.softDelete(served.history.prefix + stream, 'any')
    // The server no longer knows a call that began a stream anew behind a deletion.
    served.server.faults.onAppend({ times: 1 }, 'answer-withheld')
    const events = newEvents(2)
    const result = appended(await store.append(stream, 'no-stream', events))
    const recorded = await store.readStream(stream)
    expect(idsOf(recorded)).toStrictEqual(idsOf(events))
    expect(result).toMatchObject({ revision: 3, position: recorded[1]?.position })
  })

  it('stays unknown while it can not be read whose events are there', async () => {
    const store = await served.history.open(hasty)
    const stream = newStream()
    served.server.faults.onAppend({ times: 1 }, 'answer-withheld')
    served.server.faults.onAppend({}, 'wrong-expected-version')
    served.server.faults.onRead({}, 'not-ready')
    expect(await store.append(stream, 'no-stream', newEvents())).toStrictEqual({ outcome: 'unknown' })
  })

  it('is a conflict when another has taken the place', async () => {
    const [store, other] = [await served.history.open(quick), await served.history.open()]
    const stream = newStream()
    const silence = served.server.faults.onAppend({ times: 1 }, 'silence')
    const appending = store.append(stream, 'no-stream', newEvents())
    await silence.hit
    await other.append(stream, 'no-stream', newEvents(3))
    expect(await appending).toStrictEqual({ outcome: 'conflict', actual: 2 })
  })

  it('of a stream that is behind is no conflict while an attempt may yet find its revision', async () => {
    const store = await served.history.open(hasty)
    const stream = newStream()
    await store.append(stream, 'no-stream', newEvents())
    served.server.faults.onAppend({ times: 1 }, 'silence')
    expect(await store.append(stream, 5, newEvents())).toStrictEqual({ outcome: 'unknown' })
  })
})

describe('an append that the store refuses', () => {
  it('rejects without access, at once, and tells nothing of the event', async () => {
    const store = await served.history.open(quick)
    const fault = served.server.faults.onAppend({}, 'access-denied')
    const refused = store.append(newStream(), 'no-stream', newEvents())
    await expect(refused).rejects.toMatchObject({ name: 'RefusedByEventStore', code: 'ACCESS_DENIED' })
    expect(fault.hits).toBe(1)
  })

  it('is unknown when an earlier attempt may have been stored', async () => {
    const store = await served.history.open(quick)
    served.server.faults.onAppend({ times: 1 }, 'answer-withheld')
    served.server.faults.onAppend({}, 'access-denied')
    expect(await store.append(newStream(), 'no-stream', newEvents())).toStrictEqual({ outcome: 'unknown' })
  })

  it('rejects one that is too large', async () => {
    const small = await startEventStoreServer({ maxAppendSize: 1_000 })
    const own = newHistory(small.connectionString)
    const store = await own.open()
    const refused = store.append(newStream(), 'no-stream', newEvents(10))
    await expect(refused).rejects.toMatchObject({ code: 'APPEND_TOO_LARGE' })
    await own.close()
    await small.close()
  })

  it('rejects for a stream that was deleted for ever', async () => {
    const store = await served.history.open()
    const stream = newStream()
    served.server.log.tombstone(served.history.prefix + stream, 'any')
    const refused = store.append(stream, 'no-stream', newEvents())
    await expect(refused).rejects.toMatchObject({ code: 'STREAM_DELETED' })
    await expect(store.readStream(stream)).rejects.toMatchObject({ code: 'STREAM_DELETED' })
  })

  it.each([
    ['an id that is no uuid', { id: 'one' }, TypeError],
    ['no id', { id: {} as string }, TypeError],
    [
      'a value that JSON can not write',
      { event: { type: 'TokenRevoked', tokenId: 1n } as unknown as NewEvent['event'] },
      /tokenId/,
    ],
  ])('rejects %s before the client has it', async (_, part, fault) => {
    const store = await served.history.open()
    const asked = served.server.counters.calls.GetSupportedMethods
    const [event] = newEvents()
    await expect(store.append(newStream(), 'no-stream', [{ ...event, ...part }])).rejects.toThrow(fault)
    expect(served.server.counters.calls.GetSupportedMethods).toBe(asked)
  })
})

describe('a store that is closed', () => {
  it('has answered every append that was asked for before', async () => {
    const store = await served.history.open()
    const held = served.server.faults.onAppend({}, 'held')
    const streams = Array.from({ length: 20 }, newStream)
    const appending = streams.map((stream) => store.append(stream, 'no-stream', newEvents()))
    await held.hit
    const closing = store.close()
    await new Promise((resolve) => setTimeout(resolve, 20))
    held.end()
    await closing
    for (const result of await Promise.all(appending)) expect(result.outcome).toBe('appended')
  })

  it('waits for no server that is not there', async () => {
    const store = await served.history.open({ attemptMs: 60, patienceMs: 1_000_000_000 })
    const fault = served.server.faults.onAppend({}, 'silence')
    const appending = store.append(newStream(), 'no-stream', newEvents())
    await fault.hit
    await store.close()
    expect(await appending).toStrictEqual({ outcome: 'unknown' })
  })

  it('takes no appends, may be closed again, and leaves no connection', async () => {
    const own = await startEventStoreServer()
    const store = await newHistory(own.connectionString).open()
    await store.append(newStream(), 'no-stream', newEvents())
    expect(own.connections).toBe(1)
    await store.close()
    await store.close()
    expect(await store.append(newStream(), 'no-stream', newEvents())).toStrictEqual({
      outcome: 'unavailable',
    })
    await until(() => own.connections === 0)
    await own.close()
  })
})
