/** What ties the directories of a deployment to its event store: the store's id, written down in each. */
export interface StoreMark {
  /** `null`: not tied yet. Rejects with `MarksDiffer`. */
  read(): Promise<string | null>
  /** Ties every directory that isn't yet; durable when it settles. */
  write(storeId: string): Promise<void>
}

/** The directories name different stores. */
export class MarksDiffer extends Error {
  override readonly name = 'MarksDiffer'
}
