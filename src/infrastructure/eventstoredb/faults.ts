import { EventStoreUnavailable } from '../../application/ports/event-store'

const refusals = {
  ACCESS_DENIED:
    'the event store denies access: look at the credentials, and at the rights on its streams and $all',
  APPEND_TOO_LARGE: 'an append is larger than the event store takes',
  STREAM_DELETED: 'a stream of the history was deleted in the event store, for ever',
  STORE_TOO_OLD: 'the event store is too old: EventStoreDB 23.10 or later is required',
} as const

/** The store answers, and no patience changes what. */
export class RefusedByEventStore extends Error {
  override readonly name = 'RefusedByEventStore'
  constructor(readonly code: keyof typeof refusals) {
    super(refusals[code])
  }
}

const codesByType: Readonly<Record<string, keyof typeof refusals>> = {
  'access-denied': 'ACCESS_DENIED',
  'maximum-append-size-exceeded': 'APPEND_TOO_LARGE',
  'stream-deleted': 'STREAM_DELETED',
}

const grpcUnavailable = 14
const grpcPermissionDenied = 7
const grpcUnauthenticated = 16

/** The client's own name of a fault; those of the call for the server's features come without. */
export const typeOf = (fault: unknown): string => {
  const { type, code } = partsOf(fault)
  if (typeof type === 'string') return type
  return code === grpcPermissionDenied || code === grpcUnauthenticated ? 'access-denied' : 'unknown'
}

/** It came with the end of a whole call, as gRPC's faults do, and not as the answer to one append. */
export const isOfWholeCall = (fault: unknown): boolean => typeof partsOf(fault).code === 'number'

/** There was no connection to send anything over. */
export const neverConnected = (fault: unknown): boolean =>
  partsOf(fault).code === grpcUnavailable && messageOf(fault).includes('No connection established')

/** The server took the request and handled it not at all. */
export const notHandled = (fault: unknown): boolean => /Server Is (Not Ready|Too Busy)/.test(messageOf(fault))

/** `null`: another time the store may well answer. */
export function refusalOf(fault: unknown): RefusedByEventStore | null {
  if (fault instanceof RefusedByEventStore) return fault
  const code = codesByType[typeOf(fault)]
  return code === undefined ? null : new RefusedByEventStore(code)
}

/** What a read rejects with. The client's messages quote the server's, which may quote anything. */
export function readFaultOf(fault: unknown): Error {
  if (fault instanceof EventStoreUnavailable) return fault
  return refusalOf(fault) ?? new EventStoreUnavailable(`the event store could not be read: ${typeOf(fault)}`)
}

const partsOf = (fault: unknown): { readonly type?: unknown; readonly code?: unknown } =>
  typeof fault === 'object' && fault !== null ? fault : {}

const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : '')
