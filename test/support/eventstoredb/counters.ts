export type Rpc =
  | 'Append'
  | 'BatchAppend'
  | 'Read'
  | 'Subscribe'
  | 'Delete'
  | 'Tombstone'
  | 'GetSupportedMethods'
  | 'Gossip'

export interface Counters {
  /** Calls so far. */
  readonly calls: Readonly<Record<Rpc, number>>
  /** Calls that have not ended. */
  readonly open: Readonly<Record<Rpc, number>>
  /** Appends that came over either call, repeated ones included. */
  readonly appends: number
  /** Events that were sent. */
  readonly events: { readonly byReads: number; readonly bySubscriptions: number }
}

const none = {
  Append: 0,
  BatchAppend: 0,
  Read: 0,
  Subscribe: 0,
  Delete: 0,
  Tombstone: 0,
  GetSupportedMethods: 0,
  Gossip: 0,
}

export function createCounters() {
  const totals = {
    calls: { ...none },
    open: { ...none },
    appends: 0,
    events: { byReads: 0, bySubscriptions: 0 },
  }
  return {
    totals,
    /** Counts a call, and that it is open. Answers what to call when it ends, once or more often. */
    begin(rpc: Rpc): () => void {
      totals.calls[rpc] += 1
      totals.open[rpc] += 1
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        totals.open[rpc] -= 1
      }
    },
  }
}
