import type { RecordedEvent } from '../../application/ports/event-store'
import { writeTime } from './rfc3339'

/** An event as auditors read it: data and metadata word for word as they are stored. */
export const eventJson = ({ position, stream, revision, id, created, stored }: RecordedEvent) => ({
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
