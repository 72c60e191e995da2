import { setTimeout as pause } from 'node:timers/promises'

const pageSize = 10_000
const pollMs = 250

/**
 * Follows the history and holds it against its rules: a token is consumed once at most, an import has one outcome,
 * and each consumption has its outcome in time, counted from when a process was there to see to it.
 */
export function followHistory(fleet, { outcomeMs, violated }) {
  const consumed = new Map()
  const outcomes = new Map()
  let from = ''
  let ending = false
  let fault = null
  let slowestMs = 0

  function apply({ type, data, created }) {
    const name = type.replace(/\.v\d+$/, '')
    if (name === 'TokenConsumed') {
      if (consumed.has(data.tokenId)) violated(`a token was consumed twice`)
      const { importId, kind } = data
      consumed.set(data.tokenId, { importId, kind, at: Date.parse(created), since: performance.now() })
    }
    const importId = name === 'EphemeralDatasetDiscarded' ? data.importId : data.datasetId
    if (['EphemeralDatasetDiscarded', 'DatasetImported', 'DatasetImportFailed'].includes(name)) {
      if (outcomes.has(importId)) violated('an import has two outcomes')
      const consumption = consumed.get(data.tokenId)
      if (consumption?.importId === importId)
        slowestMs = Math.max(slowestMs, Date.parse(created) - consumption.at)
      const failed = name === 'DatasetImportFailed' || data.outcome === 'failed'
      outcomes.set(importId, {
        kind: name === 'EphemeralDatasetDiscarded' ? 'ephemeral' : 'kept',
        outcome: failed ? data.outcomeClass : 'imported',
        sha256: data.sha256,
        tokenId: data.tokenId,
      })
    }
  }

  /** One reading after the other: each begins where the one before it has ended. */
  let reading = Promise.resolve()
  function readOn() {
    reading = reading.catch(() => undefined).then(readToEnd)
    return reading
  }

  async function readToEnd() {
    for (;;) {
      const response = await fleet.audit(
        `/management/audit/events?limit=${pageSize}&from=${from}`.replace(/&from=$/, ''),
      )
      const events = (await response.text())
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
      events.forEach(apply)
      from = events.at(-1)?.position ?? from
      if (events.length < pageSize) return
    }
  }

  const open = () => [...consumed.values()].filter(({ importId }) => !outcomes.has(importId))

  const following = (async () => {
    while (!ending) {
      await readOn()
      for (const late of open().filter(({ since }) => performance.now() - since > outcomeMs)) {
        violated(`an import of kind ${late.kind} has had no outcome for too long`)
        late.since = Number.POSITIVE_INFINITY
      }
      await pause(pollMs)
    }
  })().catch((reason) => {
    fault = reason
  })

  return {
    consumed,
    outcomes,
    /** The longest time from a consumption to its outcome, starts of processes between them and all. */
    slowestMs: () => slowestMs,
    /** Settles when all that was consumed has its outcome. */
    async settled() {
      const deadline = performance.now() + outcomeMs
      for (;;) {
        await readOn()
        if (open().length === 0) return
        if (performance.now() > deadline)
          return violated(`${open().length} imports have no outcome in the end`)
        await pause(pollMs)
      }
    },
    async end() {
      ending = true
      await following
      if (fault !== null) throw fault
    },
  }
}
