import { randomUUID } from 'node:crypto'
import type {
  AppendResult,
  EventMetadata,
  EventStore,
  NewEvent,
  RecordedEvent,
} from '../../../src/application/ports/event-store'

export type NewEvents = readonly [NewEvent, ...NewEvent[]]

export const metadata: EventMetadata = {
  correlationId: 'request-1',
  causationId: 'request-1',
  actor: { kind: 'management', client: 'provisioning' },
}

/** An event that tells itself apart from all others by its token id. */
export const newEvent = (): NewEvent => ({
  id: randomUUID(),
  event: { type: 'TokenRevoked', tokenId: randomUUID() },
  metadata,
})

export const newEvents = (count = 1): NewEvents => {
  const [first = newEvent(), ...rest] = Array.from({ length: count }, newEvent)
  return [first, ...rest]
}

export const newStream = (): string => `uploadToken-${randomUUID()}`

export const idsOf = (events: readonly { readonly id: string }[]): readonly string[] =>
  events.map(({ id }) => id)

/** The answer of an append that must have succeeded. */
export function appended(result: AppendResult): { readonly revision: number; readonly position: bigint } {
  if (result.outcome !== 'appended') throw new Error(`the append was answered ${result.outcome}`)
  return result
}

/** Subscribes until so many events have been handled. */
export async function follow(
  store: EventStore,
  after: bigint | null,
  count: number,
): Promise<readonly RecordedEvent[]> {
  const handled: RecordedEvent[] = []
  const enough = new AbortController()
  await store.subscribe(
    after,
    async (event) => {
      handled.push(event)
      if (handled.length === count) enough.abort()
    },
    enough.signal,
  )
  return handled
}
