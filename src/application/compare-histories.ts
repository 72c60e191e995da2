import type { HistorySource, StoredEvent } from './ports/history-copy'

const compared = ['id', 'stream', 'revision', 'type', 'data', 'metadata', 'created'] as const

/** What of an event differs, or on which side there is none. */
export type Difference = (typeof compared)[number] | 'missing' | 'surplus'

/** The events of a history in its order up to a position; `null`: none. A page is held at a time. */
export async function* eventsUpTo(
  history: HistorySource,
  end: bigint | null,
  pageSize: number,
): AsyncGenerator<StoredEvent, undefined> {
  let after: bigint | null = null
  while (end !== null && (after === null || after < end)) {
    const page: readonly StoredEvent[] = await history.page(after, pageSize)
    for (const event of page) {
      if (event.position > end) return
      yield event
    }
    const last = page.at(-1)
    if (last === undefined) return
    after = last.position
  }
}

/** The same event at the same place of its stream. */
export const isSameEvent = (one: StoredEvent, other: StoredEvent): boolean =>
  one.id === other.id && one.stream === other.stream && one.revision === other.revision

/** The first difference of a copy from its original, and how many events before it are equal. */
export async function differenceOf(
  original: AsyncGenerator<StoredEvent, undefined>,
  copy: AsyncGenerator<StoredEvent, undefined>,
  { created }: { readonly created: boolean },
  onCompared: (events: number) => void,
): Promise<{ readonly difference: Difference | null; readonly compared: number }> {
  const parts = compared.filter((part) => created || part !== 'created')
  for (let count = 0; ; count += 1) {
    const [{ value: one }, { value: other }] = await Promise.all([original.next(), copy.next()])
    if (one === undefined && other === undefined) return { difference: null, compared: count }
    if (other === undefined) return { difference: 'missing', compared: count }
    if (one === undefined) return { difference: 'surplus', compared: count }
    const difference = parts.find((part) => one[part] !== other[part])
    if (difference !== undefined) return { difference, compared: count }
    onCompared(count + 1)
  }
}
