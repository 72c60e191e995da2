import { EventStoreUnavailable } from '../../application/ports/event-store'
import { InvalidConnectionString } from '../eventstoredb/connection-string'
import { RefusedByEventStore } from '../eventstoredb/faults'
import { sentenceOfInvalid } from './event-store-source'

/** Store, master key and directories don't belong together; the message says how, in one line. */
export class StoreMismatch extends Error {
  override readonly name = 'StoreMismatch'
}

/** Why the history can't be opened, for whoever starts the service or a command, where no patience changes it. */
export function historyMistake(fault: unknown): string | null {
  if (fault instanceof StoreMismatch) return fault.message
  if (fault instanceof InvalidConnectionString) return sentenceOfInvalid(fault)
  if (fault instanceof RefusedByEventStore) return `APERTURE_EVENT_STORE can't be used: ${fault.message}.`
  return null
}

/** What the log says of a fault of the store that nobody is told otherwise. */
export const faultLine = (fault: unknown): string =>
  fault instanceof RefusedByEventStore ? fault.message : 'the writer of the history has failed'

/** The store may answer another time; a command doesn't wait for it. */
export const silentStore = (fault: unknown): string | null =>
  fault instanceof EventStoreUnavailable
    ? 'The event store does not answer: start it, or look at APERTURE_EVENT_STORE.'
    : null
