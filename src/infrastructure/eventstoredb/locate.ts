import type { Locate } from './append'
import type { Reading } from './reading'
import { positionOf } from './recorded'

/** Looks behind the revision that a call expected whether its events stand there. */
export const locateBy =
  (reading: Reading): Locate =>
  async ({ stream, expected, events }) => {
    const from = expected === 'no-stream' ? null : BigInt(expected + 1)
    const stored = await reading.whole((client) =>
      reading.drain(client, client.readStream(stream, from, events.length)),
    )
    const last = stored.at(-1)
    const areOurs = stored.length === events.length && stored.every(({ id }, at) => id === events[at]?.id)
    return areOurs && last !== undefined
      ? { revision: Number(last.revision), position: positionOf(last) }
      : null
  }
