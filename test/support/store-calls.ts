import type { AppendResult, EventStore, RecordedEvent } from '../../src/application/ports/event-store'

/** What a test does around the calls of a store; `name` is `append <type of the first event>` or `read <category>`. */
export interface Around {
  append?(name: string, proceed: () => Promise<AppendResult>): Promise<AppendResult>
  read?(name: string, proceed: () => Promise<readonly RecordedEvent[]>): Promise<readonly RecordedEvent[]>
}

/** The same history, seen by one node: each of its appends and reads of a stream passes through `around`. */
export const aroundCalls = (store: EventStore, around: Around): EventStore => ({
  ...store,
  append(stream, expected, events) {
    const proceed = () => store.append(stream, expected, events)
    return around.append?.(`append ${events[0].event.type}`, proceed) ?? proceed()
  },
  readStream(stream) {
    const proceed = () => store.readStream(stream)
    return around.read?.(`read ${stream.slice(0, stream.indexOf('-'))}`, proceed) ?? proceed()
  },
})

/** Makes of a history one in which something happens. */
export type Disturbance = (store: EventStore) => EventStore

/** `work` is done once, right before the first call of this name. */
export const rightBefore = (name: string, work: () => Promise<unknown>): Disturbance =>
  once(name, async (proceed) => {
    await work()
    return proceed()
  })

/** `work` is done once, right after the first call of this name, before its caller hears of it. */
export const rightAfter = (name: string, work: () => Promise<unknown>): Disturbance =>
  once(name, async (proceed) => {
    const result = await proceed()
    await work()
    return result
  })

const once =
  (name: string, around: <T>(proceed: () => Promise<T>) => Promise<T>): Disturbance =>
  (store) => {
    let done = false
    const meet = <T>(called: string, proceed: () => Promise<T>): Promise<T> => {
      if (done || called !== name) return proceed()
      done = true
      return around(proceed)
    }
    return aroundCalls(store, { append: meet, read: meet })
  }

/** The first `times` appends of this name are answered so, and not `stored`, or stored unheard. */
export const answering =
  (name: string, outcome: 'unknown' | 'unavailable', { times = 1, stored = false } = {}): Disturbance =>
  (store) => {
    let left = times
    return aroundCalls(store, {
      async append(called, proceed) {
        if (called !== name || left === 0) return proceed()
        left -= 1
        if (stored) await proceed()
        return { outcome }
      },
    })
  }
