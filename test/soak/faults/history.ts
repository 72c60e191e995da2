import type { EventLog, StoredEvent } from '../../support/eventstoredb/event-log'

/** What the history holds of one token. */
export interface TokenHistory {
  /** The import of each consumption. */
  readonly consumedBy: readonly string[]
  /** The outcome events of each import, by the import's id. */
  readonly outcomes: ReadonlyMap<string, readonly string[]>
}

const outcomeStream = /^(?:dataset|ephemeralImport)-(.+)$/

/** Reads what the server has committed, past every fault and without the service. */
export function historyOf(log: EventLog, prefix: string, tokenId: string): TokenHistory {
  const outcomes = new Map<string, readonly string[]>()
  for (const event of log.all) {
    const importId = event.stream.startsWith(prefix)
      ? outcomeStream.exec(event.stream.slice(prefix.length))?.[1]
      : undefined
    if (importId === undefined || dataOf(event).tokenId !== tokenId) continue
    outcomes.set(importId, [...(outcomes.get(importId) ?? []), wordOf(event)])
  }
  return { consumedBy: consumptionsOf(log, prefix, tokenId), outcomes }
}

export const consumptionsOf = (log: EventLog, prefix: string, tokenId: string): readonly string[] =>
  log
    .events(`${prefix}uploadToken-${tokenId}`)
    .filter(({ type }) => type.startsWith('TokenConsumed.'))
    .map((event) => String(dataOf(event).importId))

const succeeded = 'imported'

/** `imported`, or the class of the failure. */
function wordOf(event: StoredEvent): string {
  if (event.type.startsWith('DatasetImported.')) return succeeded
  const { outcome, outcomeClass } = dataOf(event)
  return String(outcomeClass ?? outcome)
}

const dataOf = ({ data }: StoredEvent): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(data).toString('utf8'))
