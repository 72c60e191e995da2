import type { StoredEvent } from './event-log'

/** Who may do what: names of users and of groups. */
export interface Acl {
  readonly $r?: string | readonly string[]
  readonly $w?: string | readonly string[]
  readonly $d?: string | readonly string[]
  readonly $mr?: string | readonly string[]
  readonly $mw?: string | readonly string[]
}

export interface StreamMetadata {
  /** Events before this revision are hidden. */
  readonly truncateBefore?: bigint
  readonly maxCount?: number
  readonly acl?: Acl
}

/** What a soft delete truncates before. */
export const SOFT_DELETED = 2n ** 63n - 1n

const none: StreamMetadata = {}
const read = new WeakMap<StoredEvent, StreamMetadata>()

/** The metadata of a stream, of the newest event of its `$$` stream. */
export function metadataOf(newest: StoredEvent | undefined): StreamMetadata {
  if (newest === undefined) return none
  const known = read.get(newest)
  if (known !== undefined) return known
  const metadata = parse(Buffer.from(newest.data).toString('utf8'))
  read.set(newest, metadata)
  return metadata
}

function parse(json: string): StreamMetadata {
  const { $maxCount, $acl }: { $maxCount?: number; $acl?: Acl } = JSON.parse(json)
  // A 64-bit number does not survive JSON.parse.
  const truncateBefore = /"\$tb"\s*:\s*(\d+)/.exec(json)?.[1]
  return {
    ...(truncateBefore === undefined ? {} : { truncateBefore: BigInt(truncateBefore) }),
    ...($maxCount === undefined ? {} : { maxCount: $maxCount }),
    ...($acl === undefined ? {} : { acl: $acl }),
  }
}
