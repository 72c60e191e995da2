import type { Appended, Expected, ProposedEvent, StoredEvent } from './event-log'

/** How a stream stands before an append or a delete. */
export interface Standing {
  readonly events: readonly StoredEvent[]
  readonly byId: (id: string) => StoredEvent | undefined
  readonly hasMetadata: boolean
  readonly isSoftDeleted: boolean
  readonly isTombstoned: boolean
}

/**
 * What the server makes of an append. Bodies are never compared: a call whose ids stand in the stream already,
 * in the same order behind the revision it expects, succeeds once more at the position it had.
 */
export function rulingOnAppend(
  stream: Standing,
  expected: Expected,
  proposed: readonly ProposedEvent[],
): Appended | 'write' {
  if (stream.isTombstoned) return { kind: 'stream-deleted' }
  if (expected === 'stream-exists') {
    if (stream.isSoftDeleted) return { kind: 'stream-deleted' }
    if (stream.events.length === 0 && !stream.hasMetadata) return wrongVersion(stream, expected)
  }
  return typeof expected === 'bigint' || expected === 'no-stream'
    ? rulingAtRevision(stream, expected, proposed)
    : rulingWithoutRevision(stream, expected, proposed)
}

function rulingAtRevision(
  stream: Standing,
  expected: bigint | 'no-stream',
  proposed: readonly ProposedEvent[],
): Appended | 'write' {
  const after = expected === 'no-stream' ? -1n : expected
  const last = stream.events.at(-1)?.revision ?? -1n
  if (after === last) return 'write'
  if (after > last) return wrongVersion(stream, expected)
  const first = Number(after) + 1
  const isRepeated = proposed.every(({ id }, index) => stream.events[first + index]?.id === id)
  if (proposed.length > 0 && isRepeated) return repeated(stream.events[first + proposed.length - 1])
  return expected === 'no-stream' && stream.isSoftDeleted ? 'write' : wrongVersion(stream, expected)
}

function rulingWithoutRevision(
  stream: Standing,
  expected: Expected,
  proposed: readonly ProposedEvent[],
): Appended | 'write' {
  const known = proposed.map(({ id }) => stream.byId(id))
  if (known[0] === undefined) return 'write'
  return known.includes(undefined) ? wrongVersion(stream, expected) : repeated(known.at(-1))
}

/** The refusal of a delete or a tombstone, `undefined` where the stream stands as expected. */
export function rulingOnDelete(stream: Standing, expected: Expected): Appended | undefined {
  if (stream.isTombstoned) return { kind: 'stream-deleted' }
  const last = stream.events.at(-1)?.revision
  const isExpected =
    expected === 'any' ||
    (expected === 'no-stream' && last === undefined) ||
    (expected === 'stream-exists' && last !== undefined) ||
    expected === last
  return isExpected ? undefined : wrongVersion(stream, expected)
}

const repeated = (last: StoredEvent | undefined): Appended => ({
  kind: 'success',
  revision: last?.revision,
  position: last?.position,
})

const wrongVersion = (stream: Standing, expected: Expected): Appended => ({
  kind: 'wrong-expected-version',
  expected,
  current: stream.events.at(-1)?.revision,
})
