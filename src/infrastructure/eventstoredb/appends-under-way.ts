/** One append that has been handed to a client. */
export interface UnderWay {
  /** No other append of the process was under way at any time while it was. */
  isAlone(): boolean
  end(): void
}

/**
 * Of the whole process, as the client's own list is: when any call ends by a fault, the client rejects the
 * appends of all calls with it. What the fault says is sure of an append only that was alone.
 */
const underWay = new Set<{ alone: boolean }>()

export function beginAppend(): UnderWay {
  const self = { alone: underWay.size === 0 }
  // Of several, each has known since the second came.
  if (underWay.size === 1) for (const other of underWay) other.alone = false
  underWay.add(self)
  return {
    isAlone: () => self.alone,
    end: () => void underWay.delete(self),
  }
}
