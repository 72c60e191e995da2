import * as t from 'io-ts'
import { type EventMetadata, UnknownStoredEvent } from '../../application/ports/event-store'
import type { DomainEvent, DomainEventType } from '../../domain/events'
import { fromStored, storedMetadata, toStored } from './metadata'
import { type EventData, type StoredShape, storedShapes } from './stored-shapes'

type JsonObject = Readonly<Record<string, unknown>>

/** An event as it stands in the history: plain JSON under a stored name. */
export interface StoredEvent {
  /** With its version: `TokenIssued.v1`. */
  readonly type: string
  readonly data: JsonObject
  readonly metadata: JsonObject
}

/** An event does not have the shape of its stored name. Names the member, never its value. */
export class UnfitEvent extends Error {
  override readonly name = 'UnfitEvent'
  constructor(storedName: string, member: string) {
    super(`an event named ${storedName} does not fit its stored shape at ${member}`)
  }
}

const typesByStoredName: ReadonlyMap<string, DomainEventType> = new Map(
  Object.entries(storedShapes).map(([type, { storedName }]) => [storedName, type as DomainEventType]),
)

/** The stored form. Throws `UnfitEvent` unless it is one that can be read again as exactly this event. */
export function encodeEvent({ type, ...data }: DomainEvent, metadata: EventMetadata): StoredEvent {
  const { storedName, schema } = shapeOf(type)
  const encoded = schema.encode(data as EventData<DomainEventType>)
  read(schema, encoded, storedName, 'data')
  const encodedMetadata = toStored(metadata)
  read(storedMetadata, encodedMetadata, storedName, 'metadata')
  return { type: storedName, data: encoded as JsonObject, metadata: encodedMetadata }
}

/**
 * Throws `UnknownStoredEvent` for a name that is not among the stored ones, and `UnfitEvent` for data or
 * metadata of another shape than the name's.
 */
export function decodeEvent(stored: {
  readonly type: string
  readonly data: unknown
  readonly metadata: unknown
}): { readonly event: DomainEvent; readonly metadata: EventMetadata } {
  const type = typesByStoredName.get(stored.type)
  if (type === undefined) throw new UnknownStoredEvent(stored.type)
  const data = read(shapeOf(type).schema, stored.data, stored.type, 'data')
  const metadata = read(storedMetadata, stored.metadata, stored.type, 'metadata')
  return { event: { type, ...data } as DomainEvent, metadata: fromStored(metadata) }
}

/** The table's rows agree with the union, each by itself; which row it is can't be followed by the compiler. */
const shapeOf = (type: DomainEventType) => storedShapes[type] as StoredShape<EventData<DomainEventType>>

function read<A>(schema: t.Type<A, unknown>, value: unknown, storedName: string, part: string): A {
  const result = schema.decode(value)
  if (result._tag === 'Right') return result.right
  throw new UnfitEvent(storedName, [part, ...pathOf(result.left[0]?.context ?? [])].join('.'))
}

/** The names of members and positions in arrays down to the fault, without the branches of unions. */
const pathOf = (context: t.Context): readonly string[] =>
  context
    .filter((_, depth) => depth > 0 && !(context[depth - 1]?.type instanceof t.UnionType))
    .map(({ key }) => key)
