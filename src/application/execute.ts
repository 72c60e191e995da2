import { type Decider, replay } from '../domain/decider'
import type { DomainEvent } from '../domain/events'
import {
  type AppendResult,
  type EventMetadata,
  type EventStore,
  EventStoreUnavailable,
  type ExpectedRevision,
  type NewEvent,
  type RecordedEvent,
} from './ports/event-store'
import type { NewId } from './ports/ids'

export interface Execution {
  readonly store: EventStore
  readonly newId: NewId
}

/** An aggregate as its stream tells it. */
export interface Loaded<State> {
  readonly state: State
  readonly revision: ExpectedRevision
}

export type Executed<State, Event, Refusal> =
  | {
      readonly outcome: 'done'
      readonly state: State
      /** Empty when the command had already had its effect. */
      readonly events: readonly Event[]
      readonly revision: ExpectedRevision
    }
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly state: State }

/** Whether the events were stored can't be told, also not after repeating the call. */
export class AppendOutcomeUnknown extends Error {
  override readonly name = 'AppendOutcomeUnknown'
}

/** Read, fold, decide, append; again from the start when another append came first. */
export async function execute<State, Command, Event extends DomainEvent, Refusal>(
  { store, newId }: Execution,
  stream: string,
  decider: Decider<State, Command, Event, Refusal>,
  command: Command,
  metadata: EventMetadata,
): Promise<Executed<State, Event, Refusal>> {
  for (;;) {
    const { state, revision } = await load(store, stream, decider)
    const decision = decider.decide(command, state)
    if (!decision.accepted) return { outcome: 'refused', refusal: decision.refusal, state }
    const events = asNewEvents(decision.events, metadata, newId)
    if (events === null) return { outcome: 'done', state, events: [], revision }
    const appended = await appendPatiently(store, stream, revision, events)
    switch (appended.outcome) {
      case 'appended':
        return {
          outcome: 'done',
          state: decision.events.reduce(decider.evolve, state),
          events: decision.events,
          revision: appended.revision,
        }
      case 'conflict':
        continue
      case 'unavailable':
        throw new EventStoreUnavailable('the event store takes no events')
      case 'unknown':
        throw new AppendOutcomeUnknown('the event store did not say whether it took the events')
    }
  }
}

export async function load<State, Event extends DomainEvent>(
  store: EventStore,
  stream: string,
  decider: Pick<Decider<State, never, Event, unknown>, 'initialState' | 'evolve'>,
): Promise<Loaded<State>> {
  const recorded = await store.readStream(stream)
  return { state: fold(decider, recorded), revision: recorded.at(-1)?.revision ?? 'no-stream' }
}

/** A stream's category decides which events it holds, so the narrowing is made here and nowhere else. */
export const fold = <State, Event extends DomainEvent>(
  decider: Pick<Decider<State, never, Event, unknown>, 'initialState' | 'evolve'>,
  recorded: readonly RecordedEvent[],
): State =>
  replay(
    decider,
    recorded.map(({ event }) => event as Event),
  )

/** `null` for no events. Each gets a fresh id: an id is of one attempt. */
export function asNewEvents<Event extends DomainEvent>(
  events: readonly Event[],
  metadata: EventMetadata,
  newId: NewId,
): readonly [NewEvent, ...NewEvent[]] | null {
  const [first, ...rest] = events.map((event) => ({ id: newId(), event, metadata }))
  return first === undefined ? null : [first, ...rest]
}

const repeats = 3
const pauseMs = 100

/** Repeats the identical call, same ids and same revision, while it is unknown whether one of them was stored. */
async function appendPatiently(
  store: EventStore,
  stream: string,
  expected: ExpectedRevision,
  events: readonly [NewEvent, ...NewEvent[]],
): Promise<AppendResult> {
  for (let attempt = 0; ; attempt++) {
    const result = await store.append(stream, expected, events)
    // Behind an unclear call, one that stored nothing leaves it as unclear as it was.
    const isOpen = result.outcome === 'unknown' || (result.outcome === 'unavailable' && attempt > 0)
    if (!isOpen) return result
    if (attempt === repeats) return { outcome: 'unknown' }
    await new Promise((resolve) => setTimeout(resolve, pauseMs * 2 ** attempt))
  }
}
