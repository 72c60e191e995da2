/** The first event of a store: it ties the history to a master key, and a data directory to the history. */
export type StoreEvent = {
  readonly type: 'StoreInitialised'
  readonly storeId: string
  /** Derived from the master key and of no use without it; equal if and only if the key is. */
  readonly masterKeyCheck: string
}
