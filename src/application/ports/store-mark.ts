/** What ties the directories of a deployment to its event store: the store's id, written down in each. */
export interface StoreMark {
  /** `null`: not tied yet. Rejects when the directories name different stores. */
  read(): Promise<string | null>
  /** Ties every directory that isn't yet; durable when it settles. */
  write(storeId: string): Promise<void>
}
