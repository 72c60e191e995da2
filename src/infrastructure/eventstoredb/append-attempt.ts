import { EventStoreUnavailable, type ExpectedRevision } from '../../application/ports/event-store'
import { beginAppend } from './appends-under-way'
import type { ClientKeeper } from './client-keeper'
import { overdue, within } from './deadline'
import type { EncodedEvent } from './encode'
import {
  isOfWholeCall,
  neverConnected,
  notHandled,
  type RefusedByEventStore,
  refusalOf,
  typeOf,
} from './faults'

/** One append, as often as it is repeated. */
export interface AppendCall {
  /** With the prefix. */
  readonly stream: string
  readonly expected: ExpectedRevision
  readonly events: EncodedEvent[]
}

export type Attempt =
  | { readonly kind: 'stored'; readonly revision: number; readonly position?: bigint }
  | { readonly kind: 'wrong-revision'; readonly actual: ExpectedRevision }
  /** For certain. */
  | { readonly kind: 'nothing-stored' }
  /** Stored, or not, or yet to be. */
  | { readonly kind: 'unknown' }
  /** For certain nothing was stored. */
  | { readonly kind: 'refused'; readonly refusal: RefusedByEventStore }

/** Hands an append to the client once. Settles within the deadline, whatever becomes of it. */
export async function attemptAppend(
  keeper: ClientKeeper,
  { stream, expected, events }: AppendCall,
  deadlineMs: number,
): Promise<Attempt> {
  const begunAt = performance.now()
  const client = await keeper.ready(deadlineMs).catch(asAttempt)
  if ('kind' in client) return client

  const underWay = beginAppend()
  const sentAt = performance.now()
  const answer = client
    .append(stream, expected === 'no-stream' ? 'no_stream' : BigInt(expected), events)
    .then(
      ({ revision, position }): Attempt => {
        underWay.end()
        return { kind: 'stored', revision: Number(revision), ...(position === undefined ? {} : { position }) }
      },
      (fault: unknown) => {
        underWay.end()
        return asAnswered(fault, underWay.isAlone())
      },
    )
  const attempt = await within(Math.ceil(deadlineMs - (sentAt - begunAt)), answer)
  if (attempt !== overdue) return attempt
  keeper.suspect(client, sentAt, 'append')
  return { kind: 'unknown' }
}

/** Before there was a client that could be sent anything. */
function asAttempt(fault: unknown): Attempt {
  if (fault instanceof EventStoreUnavailable) return { kind: 'nothing-stored' }
  const refusal = refusalOf(fault)
  if (refusal === null) throw fault
  return { kind: 'refused', refusal }
}

function asAnswered(fault: unknown, isAlone: boolean): Attempt {
  if (isOfWholeCall(fault) && !isAlone) return { kind: 'unknown' }
  if (isWrongRevision(fault)) return { kind: 'wrong-revision', actual: revisionOf(fault.actualVersion) }
  const refusal = refusalOf(fault)
  if (refusal !== null) return { kind: 'refused', refusal }
  const nothingStored = typeOf(fault) === 'not-leader' || notHandled(fault) || neverConnected(fault)
  return { kind: nothingStored ? 'nothing-stored' : 'unknown' }
}

const isWrongRevision = (fault: unknown): fault is { readonly actualVersion: unknown } =>
  typeOf(fault) === 'wrong-expected-version'

/** The client says `no_stream`, or a bigint; the codes of the protocol, below 0, are no revisions. */
const revisionOf = (actual: unknown): ExpectedRevision =>
  typeof actual === 'bigint' && actual >= 0n ? Number(actual) : 'no-stream'
