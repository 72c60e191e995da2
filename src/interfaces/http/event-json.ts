import * as t from 'io-ts'
import type { RecordedEvent } from '../../application/ports/event-store'
import { count, decimal, instant, objectOf, someText, such, uuid } from './json-forms'
import { writeTime } from './rfc3339'

/** The members of `data` and `metadata` are those of docs/events.md. */
export const auditedEvent = objectOf(
  {
    position: decimal,
    stream: such(someText, 'uploadToken-6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11'),
    revision: count,
    type: such(someText, 'TokenIssued.v1'),
    id: uuid,
    created: instant,
    data: t.UnknownRecord,
    metadata: t.UnknownRecord,
  },
  {},
  'Event',
)

/** An event as auditors read it: data and metadata word for word as they are stored. */
export const eventJson = ({
  position,
  stream,
  revision,
  id,
  created,
  stored,
}: RecordedEvent): t.TypeOf<typeof auditedEvent> => ({
  // Beyond what a JSON number holds.
  position: String(position),
  stream,
  revision,
  type: stored.type,
  id,
  created: writeTime(created),
  data: stored.data,
  metadata: stored.metadata,
})
