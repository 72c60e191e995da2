import { Code } from '@eventstore/db-client/generated/code_pb'
import {
  AccessDenied,
  BadRequest,
  MaximumAppendSizeExceeded,
  StreamDeleted,
  Timeout,
  Unknown,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb'
import { Status } from '@eventstore/db-client/generated/status_pb'
import { Any } from 'google-protobuf/google/protobuf/any_pb'
import { Empty } from 'google-protobuf/google/protobuf/empty_pb'
import type { Appended } from './event-log'
import type { Refusal } from './outcome'
import { identifierOf } from './wire'

export type WrongVersion = Extract<Appended, { kind: 'wrong-expected-version' }>

/** A refusal of one batched append as a `google.rpc.Status`. What ends the whole call instead: `undefined`. */
export function statusOf(refusal: Refusal | WrongVersion, stream: string): Status | undefined {
  switch (refusal.kind) {
    case 'wrong-expected-version':
      return status(Code.ALREADY_EXISTS, 'WrongExpectedVersion', wrongVersion(refusal))
    case 'stream-deleted':
      return status(
        Code.NOT_FOUND,
        'StreamDeleted',
        new StreamDeleted().setStreamIdentifier(identifierOf(stream)),
      )
    case 'access-denied':
      return status(Code.PERMISSION_DENIED, 'AccessDenied', new AccessDenied())
    case 'timeout':
      return status(Code.DEADLINE_EXCEEDED, 'Timeout', new Timeout())
    case 'too-large':
      return status(
        Code.INVALID_ARGUMENT,
        'MaximumAppendSizeExceeded',
        new MaximumAppendSizeExceeded().setMaxappendsize(refusal.limit),
      )
    case 'bad-request':
      return status(Code.INVALID_ARGUMENT, 'BadRequest', new BadRequest().setMessage(refusal.message))
    case 'missing-metadata':
      return status(Code.UNKNOWN, 'Unknown', new Unknown())
    case 'not-ready':
      return unexplained('Server Is Not Ready')
    case 'too-busy':
      return unexplained('Server Is Too Busy')
    case 'not-leader':
    case 'unauthenticated':
    case 'internal':
      return undefined
    default:
      return refusal satisfies never
  }
}

/** `name` is the type's, in the package `event_store.client`. */
function status(code: Code, name: string, details: { serializeBinary(): Uint8Array }): Status {
  const any = new Any()
  any.pack(details.serializeBinary(), `event_store.client.${name}`)
  return new Status().setCode(code).setMessage(name).setDetails(any)
}

function unexplained(message: string): Status {
  const any = new Any()
  any.pack(new Empty().serializeBinary(), 'google.protobuf.Empty')
  return new Status().setCode(Code.UNAVAILABLE).setMessage(message).setDetails(any)
}

function wrongVersion({ expected, current }: WrongVersion): WrongExpectedVersion {
  const details = new WrongExpectedVersion()
  if (current === undefined) details.setCurrentNoStream(new Empty())
  else details.setCurrentStreamRevision(String(current))
  if (expected === 'any') return details.setExpectedAny(new Empty())
  if (expected === 'no-stream') return details.setExpectedNoStream(new Empty())
  if (expected === 'stream-exists') return details.setExpectedStreamExists(new Empty())
  return details.setExpectedStreamPosition(String(expected))
}
