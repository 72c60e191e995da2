import { EventStoreUnavailable } from '../../application/ports/event-store'
import { overdue, within } from './deadline'
import { RefusedByEventStore, readFaultOf } from './faults'
import type { StoreClient } from './store-client'

/** The one client of the store, and the next one when it is of no more use. */
export interface ClientKeeper {
  /**
   * The client, once its server has told that it can do what is needed: nothing else has been asked or sent before. Rejects
   * with `EventStoreUnavailable` or `RefusedByEventStore`.
   */
  ready(patienceMs: number): Promise<StoreClient>
  /** Renews a client whose server has answered nothing since then: its connection may lead nowhere. */
  suspect(client: StoreClient, since: number, what?: 'append'): void
  close(): Promise<void>
}

/** The first version whose subscriptions tell when they have caught up. */
const leastVersion = [23, 10] as const

export function keepClient(connect: () => StoreClient): ClientKeeper {
  let current = connect()
  let accepted: string | undefined
  const endings = new Set<Promise<void>>()

  /** The client keeps the failed answer to its first question for ever, and one that hangs, too. */
  function renew(client: StoreClient) {
    if (client !== current || client.closed.aborted) return
    current = connect()
    end(client)
  }

  async function asked(client: StoreClient, told: Promise<string>, patienceMs: number): Promise<string> {
    const version = await within(patienceMs, told).catch((fault: unknown) => {
      renew(client)
      throw readFaultOf(fault)
    })
    if (version !== overdue) return version
    renew(client)
    throw new EventStoreUnavailable('the event store did not answer')
  }

  function end(client: StoreClient) {
    const ending = client
      .close()
      .catch(() => {})
      .finally(() => endings.delete(ending))
    endings.add(ending)
  }

  return {
    async ready(patienceMs) {
      const client = current
      if (client.closed.aborted) throw new EventStoreUnavailable('the event store is closed')
      const told = client.version()
      const version = typeof told === 'string' ? told : await asked(client, told, patienceMs)
      if (version !== accepted && !isNewEnough(version)) throw new RefusedByEventStore('STORE_TOO_OLD')
      accepted = version
      return client
    },
    suspect(client, since, what) {
      if (client.heardAt(what) < since) renew(client)
    },
    async close() {
      end(current)
      await Promise.all(endings)
    },
  }
}

function isNewEnough(version: string): boolean {
  const [major, minor] = leastVersion
  const parts = /^v?(\d+)\.(\d+)/.exec(version)
  if (parts === null) return false
  return Number(parts[1]) > major || (Number(parts[1]) === major && Number(parts[2]) >= minor)
}
