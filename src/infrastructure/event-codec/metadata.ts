import * as t from 'io-ts'
import type { EventMetadata } from '../../application/ports/event-store'
import { closed } from './closed'
import { identity, uuid } from './forms'

/**
 * The stored metadata. The first two names are EventStoreDB's own; `schemaVersion` is of this shape, an
 * event's version stands in its name.
 */
export const storedMetadata = closed({
  $correlationId: identity,
  $causationId: identity,
  schemaVersion: t.literal(1),
  actor: closed(
    { kind: t.keyof({ management: null, token: null, user: null, cli: null, system: null }) },
    { client: identity, subject: uuid },
  ),
})

export type StoredMetadata = t.TypeOf<typeof storedMetadata>

export const toStored = ({ correlationId, causationId, actor }: EventMetadata): StoredMetadata => ({
  $correlationId: correlationId,
  $causationId: causationId,
  schemaVersion: 1,
  actor,
})

export const fromStored = ({ $correlationId, $causationId, actor }: StoredMetadata): EventMetadata => ({
  correlationId: $correlationId,
  causationId: $causationId,
  actor,
})
