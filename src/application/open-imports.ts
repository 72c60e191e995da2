import type { ImportKind } from '../domain/import-kind'
import type { EventStore, RecordedEvent } from './ports/event-store'
import type { HistoryMark, HistoryPlace } from './ports/history-mark'

/** An import that has spent its token and whose outcome has not been read yet. */
export interface OpenImport {
  readonly importId: string
  readonly kind: ImportKind
  readonly tokenId: string
  /** Of its `TokenConsumed`. */
  readonly position: bigint
  readonly consumedAt: number
  readonly eventId: string
  readonly correlationId: string
}

export interface OpenImports {
  /** Reads on to the end of the history. Oldest first. */
  read(): Promise<readonly OpenImport[]>
  /** Its outcome stands in its stream: there is nothing left to do, whenever that outcome was stored. */
  settled(importId: string): void
}

const pageSize = 500

/**
 * The imports whose tokens are consumed and that have no outcome, told by the history alone. It is read once
 * from its mark on, and followed from there: a look costs what has been stored since the last one. The mark
 * stands before the oldest import that is open, so that none is ever missed.
 */
export function openImports(deps: { readonly store: EventStore; readonly mark: HistoryMark }): OpenImports {
  const open = new Map<string, OpenImport & { readonly before: HistoryPlace | null }>()
  let last: HistoryPlace | null = null
  let marked: HistoryPlace | null = null
  let begun = false

  function apply(recorded: RecordedEvent): void {
    const opened = openedBy(recorded)
    if (opened !== null) open.set(opened.importId, { ...opened, before: last })
    const settledId = settledBy(recorded)
    if (settledId !== null) open.delete(settledId)
    last = { position: recorded.position, stream: recorded.stream, eventId: recorded.id }
  }

  async function moveMark(): Promise<void> {
    const [oldest] = open.values()
    const place = oldest === undefined ? last : oldest.before
    if (place === null || place.position === marked?.position) return
    await deps.mark.write(place)
    marked = place
  }

  return {
    async read() {
      if (!begun) {
        last = marked = await standingMark(deps)
        begun = true
      }
      for (;;) {
        const page = await deps.store.readAll(last?.position ?? null, pageSize)
        page.forEach(apply)
        await moveMark()
        if (page.length < pageSize) return [...open.values()]
      }
    },
    settled: (importId) => void open.delete(importId),
  }
}

/** `null` for a mark that this history doesn't bear out, such as one that is newer than a restored backup. */
async function standingMark({
  store,
  mark,
}: Parameters<typeof openImports>[0]): Promise<HistoryPlace | null> {
  const place = await mark.read()
  if (place === null) return null
  const stream = await store.readStream(place.stream)
  return stream.some(({ id, position }) => id === place.eventId && position === place.position) ? place : null
}

function openedBy({ event, id, position, created, metadata }: RecordedEvent): OpenImport | null {
  if (event.type !== 'TokenConsumed') return null
  const { importId, kind, tokenId } = event
  const { correlationId } = metadata
  return { importId, kind, tokenId, position, consumedAt: created, eventId: id, correlationId }
}

function settledBy({ event }: RecordedEvent): string | null {
  switch (event.type) {
    case 'DatasetImported':
    case 'DatasetImportFailed':
      return event.datasetId
    case 'EphemeralDatasetDiscarded':
      return event.importId
    default:
      return null
  }
}

/** The consumption of a token by this import; `null`: it has not consumed it. */
export const consumptionBy = (tokenStream: readonly RecordedEvent[], importId: string): OpenImport | null =>
  tokenStream.map(openedBy).find((opened) => opened?.importId === importId) ?? null
