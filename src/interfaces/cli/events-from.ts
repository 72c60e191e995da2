import type { RecordedEvent } from '../../application/ports/event-store'
import type { Administration, Terminal } from './terminal'

export interface Range {
  /** The events behind this position. */
  readonly from?: bigint
  readonly limit?: number
  readonly follow?: true
}

const everyMs = 500

/** The events of a range; with `follow` also those that come, until `signal` aborts. */
export async function* eventsFrom(
  { replayHistory }: Pick<Administration['useCases'], 'replayHistory'>,
  { pause }: Pick<Terminal, 'pause'>,
  { from, limit = Number.MAX_SAFE_INTEGER, follow }: Range,
  signal: AbortSignal,
): AsyncGenerator<RecordedEvent, void> {
  let after = from ?? null
  let left = limit
  for (;;) {
    for await (const event of replayHistory(after, left)) {
      if (signal.aborted) return
      yield event
      after = event.position
      left--
    }
    if (left <= 0 || follow !== true || signal.aborted) return
    await pause(everyMs, signal)
  }
}
