import { type HistoryTarget, type StoredEvent, UncopyableEvent } from '../../application/ports/history-copy'
import { append } from './append'
import { readChannelFiles } from './channel-files'
import { connect } from './client'
import { keepClient } from './client-keeper'
import { parseConnectionString } from './connection-string'
import type { EncodedEvent } from './encode'
import { createEnding } from './ending'
import { createHistory } from './history'
import { createHorizon } from './horizon'
import { locateBy } from './locate'
import { createReading } from './reading'
import { placeOf } from './recorded'
import type { ClientEvent } from './store-client'

export interface EventStoreDbCopyOptions {
  /** It appears in no error. */
  readonly connectionString: string
  /** Not empty. */
  readonly streamPrefix: string
  readonly patienceMs?: number
}

/** Of one append, well below what a server takes in a call. */
const eventsACall = 100

/**
 * The history under a prefix, to be copied from or to. The server stamps the times of what is appended. Connects
 * when it is first asked something. Throws `InvalidConnectionString`; its calls reject with
 * `RefusedByEventStore`, too.
 */
export function openEventStoreDbCopy(
  options: EventStoreDbCopyOptions,
): HistoryTarget & { close(): Promise<void> } {
  const { streamPrefix: prefix, patienceMs = 7_000 } = options
  if (prefix === '') throw new RangeError('a stream prefix keeps the history apart from the events of others')
  const settings = parseConnectionString(options.connectionString)
  const files = readChannelFiles(settings)
  const ending = createEnding()
  const keeper = keepClient(() => connect(settings, files))
  const reading = createReading(keeper, { silenceMs: 3_000, patienceMs, closing: ending.signal })
  const history = createHistory({ reading, horizon: createHorizon(), prefix })
  const appending = { attemptMs: 3_000, patienceMs, closing: ending.signal }

  return {
    keepsCreated: false,
    async page(after, limit) {
      return (await history.after(after, limit)).map((event) => toStored(prefix, event))
    },
    head: history.head,
    async append(events) {
      // All of them are looked at before the first is stored.
      const runs = runsOf(events).map((run) => ({ ...run, events: run.events.map(toClient) }))
      // One behind the other: it is the global order that is copied.
      for (const { stream, revision, events: encoded } of runs) {
        const expected = revision === 0 ? 'no-stream' : revision - 1
        const call = { stream: prefix + stream, expected, events: encoded } as const
        const { outcome } = await append(keeper, locateBy(reading), appending, call)
        if (outcome === 'conflict') return outcome
        if (outcome !== 'appended') return 'unavailable'
      }
      return 'appended'
    },
    async close() {
      ending.abort()
      await keeper.close()
    },
  }
}

interface Run {
  readonly stream: string
  /** Of the first event. */
  readonly revision: number
  readonly events: StoredEvent[]
}

/** Neighbours that follow each other in one stream, to be stored in one call. */
function runsOf(events: readonly StoredEvent[]): readonly Run[] {
  const runs: Run[] = []
  for (const event of events) {
    const run = runs.at(-1)
    const follows =
      run !== undefined &&
      run.stream === event.stream &&
      run.revision + run.events.length === event.revision &&
      run.events.length < eventsACall
    if (follows) run.events.push(event)
    else runs.push({ stream: event.stream, revision: event.revision, events: [event] })
  }
  return runs
}

function toStored(prefix: string, stored: ClientEvent): StoredEvent {
  const { type, data, metadata } = stored
  return {
    ...placeOf(prefix, stored),
    type,
    data: textOf(data),
    metadata: textOf(metadata),
  }
}

const toClient = ({ id, type, data, metadata }: StoredEvent): EncodedEvent => ({
  id,
  contentType: 'application/json',
  type,
  data: objectOf(data),
  metadata: objectOf(metadata),
})

function textOf(value: unknown): string {
  if (!isObject(value)) throw new UncopyableEvent()
  return JSON.stringify(value)
}

/** The client writes JSON in its own way: text that it would change is not stored. */
function objectOf(text: string): Record<string, unknown> {
  const value = parsed(text)
  if (!isObject(value) || JSON.stringify(value) !== text) throw new UncopyableEvent()
  return value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The message of a SyntaxError quotes the text.
    throw new UncopyableEvent()
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
