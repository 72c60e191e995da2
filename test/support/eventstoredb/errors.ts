import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import type { Expected } from './event-log'
import type { Refusal } from './outcome'

/** A refusal as the trailers of a call: a status, and mostly the key `exception` with details beside it. */
export function trailersOf(refusal: Refusal, stream: string): ServiceError {
  switch (refusal.kind) {
    case 'access-denied':
      return serviceError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })
    case 'unauthenticated':
      return serviceError(status.UNAUTHENTICATED, 'Unauthenticated')
    case 'not-ready':
      return serviceError(status.UNAVAILABLE, 'Server Is Not Ready')
    case 'too-busy':
      return serviceError(status.UNAVAILABLE, 'Server Is Too Busy')
    case 'not-leader':
      return serviceError(status.NOT_FOUND, 'Leader info available', {
        exception: 'not-leader',
        'leader-endpoint-host': refusal.leader.address,
        'leader-endpoint-port': String(refusal.leader.port),
      })
    case 'timeout':
      return serviceError(status.ABORTED, `Operation timed out: ${refusal.message ?? 'PrepareTimeout'}`)
    case 'internal':
      return serviceError(status.INTERNAL, 'Internal error')
    case 'too-large':
      return serviceError(status.INVALID_ARGUMENT, `Maximum Append Size of ${refusal.limit} Exceeded.`, {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(refusal.limit),
      })
    case 'bad-request':
      return serviceError(status.INVALID_ARGUMENT, refusal.message)
    case 'missing-metadata':
      return serviceError(status.INVALID_ARGUMENT, 'Required Metadata Property is missing', {
        exception: 'missing-required-metadata-property',
        'required-metadata-properties': 'type,content-type',
      })
    case 'stream-deleted':
      return serviceError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
        exception: 'stream-deleted',
        'stream-name': stream,
      })
    default:
      return refusal satisfies never
  }
}

/** A version that was not the expected one, of a delete or a tombstone. An append answers it as a reply. */
export const wrongVersionTrailers = (stream: string, expected: Expected, current: bigint | undefined) =>
  serviceError(
    status.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${versionOf(expected)}, Actual version: ${current ?? -1n}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(versionOf(expected)),
      'actual-version': String(current ?? -1n),
    },
  )

function versionOf(expected: Expected): bigint {
  switch (expected) {
    case 'any':
      return -2n
    case 'no-stream':
      return -1n
    case 'stream-exists':
      return -4n
    default:
      return expected
  }
}

export function serviceError(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): ServiceError {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value)
  return Object.assign(new Error(details), { code, details, metadata })
}
