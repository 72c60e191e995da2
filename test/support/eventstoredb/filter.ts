import type { ReadReq } from '@eventstore/db-client/generated/streams_pb'
import type { StoredEvent } from './event-log'

export interface Filter {
  matches(event: StoredEvent): boolean
  /** Considered events from one checkpoint to the next; `undefined` where nothing is filtered. */
  readonly checkpointInterval: number | undefined
}

const everything: Filter = { matches: () => true, checkpointInterval: undefined }

/** Prefixes, and regular expressions as JavaScript reads them, over the names of streams or of event types. */
export function filterOf(options: ReadReq.Options, checkpointWindow: number): Filter {
  const filter = options.getFilter()
  if (filter === undefined) return everything
  const byStream = filter.getStreamIdentifier()
  const expression = byStream ?? filter.getEventType()
  const nameOf = ({ stream, type }: StoredEvent) => (byStream === undefined ? type : stream)
  const window = filter.hasMax() ? filter.getMax() : checkpointWindow
  const checkpointInterval = filter.getCheckpointintervalmultiplier() * window
  const source = expression?.getRegex() ?? ''
  if (source !== '') {
    const pattern = new RegExp(source)
    return { matches: (event) => pattern.test(nameOf(event)), checkpointInterval }
  }
  const prefixes = expression?.getPrefixList() ?? []
  return {
    matches: (event) => prefixes.some((prefix) => nameOf(event).startsWith(prefix)),
    checkpointInterval,
  }
}
