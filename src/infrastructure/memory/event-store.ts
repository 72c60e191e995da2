import type { AppendResult, EventStore, ExpectedRevision } from '../../application/ports/event-store'
import { type EventText, fromText, type RecordedText, toText } from '../event-codec/json-text'

/**
 * The history in this process's memory, through the same codec and as the same JSON text as a store on disk:
 * what one refuses, the other does. Positions have gaps, as a store's that others share.
 */
export function memoryEventStore({ clock }: { readonly clock: () => number }): EventStore {
  const history: RecordedText[] = []
  const streams = new Map<string, RecordedText[]>()
  const waiting = new Set<() => void>()

  function append(stream: string, expected: ExpectedRevision, events: readonly EventText[]): AppendResult {
    const recorded = streams.get(stream) ?? []
    const expectedLength = expected === 'no-stream' ? 0 : expected + 1
    if (recorded.length === expectedLength) {
      streams.set(stream, recorded)
      const created = clock()
      for (const event of events) {
        const position = (history.at(-1)?.position ?? 0n) + BigInt(event.data.length)
        const record = { ...event, stream, revision: recorded.length, position, created }
        recorded.push(record)
        history.push(record)
      }
      for (const wake of waiting) wake()
    } else if (!events.every(({ id }, index) => recorded[expectedLength + index]?.id === id)) {
      return { outcome: 'conflict', actual: recorded.at(-1)?.revision ?? 'no-stream' }
    }
    const last = recorded[expectedLength + events.length - 1]
    if (last === undefined) throw new RangeError('an append holds at least one event')
    return { outcome: 'appended', revision: last.revision, position: last.position }
  }

  const indexAfter = (position: bigint | null): number => {
    const index = position === null ? 0 : history.findIndex((event) => event.position > position)
    return index === -1 ? history.length : index
  }

  const grownOrAborted = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const wake = () => {
        waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      waiting.add(wake)
      signal.addEventListener('abort', wake)
    })

  return {
    append: async (stream, expected, events) => append(stream, expected, events.map(toText)),
    readStream: async (stream) => (streams.get(stream) ?? []).map(fromText),
    readAll: async (after, limit) => {
      const start = indexAfter(after)
      return history.slice(start, start + limit).map(fromText)
    },
    head: async () => history.at(-1)?.position ?? null,
    async subscribe(after, handle, signal) {
      let next = indexAfter(after)
      while (!signal.aborted) {
        const event = history[next]
        if (event === undefined) {
          await grownOrAborted(signal)
        } else {
          await handle(fromText(event))
          next += 1
        }
      }
    },
  }
}
