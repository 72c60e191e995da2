import type { EventStore } from '../../src/application/ports/event-store'
import { appendContract } from './event-store/appends'
import { keptContract } from './event-store/kept'
import { readContract } from './event-store/reads'
import { subscriptionContract } from './event-store/subscriptions'

/** An empty history. */
export interface OpenedEventStore {
  readonly store: EventStore
  close(): Promise<void>
}

/** An empty history that outlives the process. Closing it closes what was opened again, too. */
export interface OpenedKeptEventStore extends OpenedEventStore {
  /** The same history once more, as after a restart or in another process. */
  reopen(): Promise<EventStore>
  /** Stores an event past the codec, as another version of the service would. */
  writeByHand(event: HandWritten): Promise<void>
}

export interface HandWritten {
  readonly stream: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  readonly metadata: Readonly<Record<string, unknown>>
}

/** What every event store keeps to, whatever it is made of. */
export function eventStoreContract(name: string, open: () => Promise<OpenedEventStore>): void {
  describe(`${name} as an event store`, () => {
    const opened = openedForEach(open)
    appendContract(opened)
    readContract(opened)
    subscriptionContract(opened)
  })
}

/** What one that outlives the process keeps to beyond that. */
export function keptEventStoreContract(name: string, open: () => Promise<OpenedKeptEventStore>): void {
  eventStoreContract(name, open)
  describe(`${name} as an event store that is kept`, () => keptContract(openedForEach(open)))
}

function openedForEach<O extends OpenedEventStore>(open: () => Promise<O>): () => O {
  let opened: O
  beforeEach(async () => {
    opened = await open()
  })
  afterEach(() => opened.close())
  return () => opened
}
