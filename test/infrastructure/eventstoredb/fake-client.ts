import type { ClientKeeper } from '../../../src/infrastructure/eventstoredb/client-keeper'
import type { Feed } from '../../../src/infrastructure/eventstoredb/feed'
import type { Resolved, StoreClient } from '../../../src/infrastructure/eventstoredb/store-client'

const unused = () => {
  throw new Error('nothing else is asked')
}

/** A client of which a test says what it answers, for what no server does on request. */
export const fakeClient = (answers: Partial<StoreClient>): StoreClient => ({
  version: async () => '23.10.8',
  append: unused,
  readStream: unused,
  readBackwards: unused,
  subscribe: unused,
  heardAt: () => 0,
  closed: new AbortController().signal,
  close: async () => {},
  ...answers,
})

export const keeperOf = (client: StoreClient): ClientKeeper => ({
  ready: async () => client,
  suspect: () => {},
  close: () => client.close(),
})

/** A feed that hands out nothing and ends, having taken everything up to a position. */
export function endedFeed(takenTo: bigint | null): Feed<Resolved> {
  const turns = [[], 'ended'] as const
  let turn = 0
  return {
    next: async () => turns[turn++] ?? 'ended',
    wake: () => {},
    cancel: () => {},
    isCaughtUp: () => false,
    takenTo: () => takenTo,
  }
}
