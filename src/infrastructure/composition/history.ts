import { existsSync } from 'node:fs'
import path from 'node:path'
import { openStore } from '../../application/open-store'
import type { EventStore } from '../../application/ports/event-store'
import { MarksDiffer } from '../../application/ports/store-mark'
import type { MasterKey } from '../crypto/master-key'
import { makePrivateDirectory } from '../filesystem/durable'
import { fileStoreMark } from '../filesystem/store-mark'
import { openSqliteEventStore } from '../sqlite/event-store'
import { newId } from '../system/new-id'
import type { Config } from './config'
import { StoreMismatch } from './history-faults'

export interface History {
  readonly store: ClosableEventStore
  readonly storeId: string
}

interface ClosableEventStore extends EventStore {
  close(): Promise<void>
}

const mismatches = {
  'store-of-another-key':
    'The event store was made with another master key: start with the key it was made with.',
  'data-directory-of-another-store':
    'The data directory belongs to another event store: use the two that were made together.',
} as const

const directoriesApart =
  'APERTURE_DATA_DIR and APERTURE_DATASET_DIR belong to different event stores: use two that were made together.'

const historyFile = ({ dataDir }: Config): string => path.join(dataDir, 'events.db')

/** What ties the directories to their store. */
const markOf = ({ dataDir, datasetDir }: Config) => fileStoreMark(...new Set([dataDir, datasetDir]))

/** Whether a service has ever been started on these directories. */
export async function hasHistory(config: Config): Promise<boolean> {
  if (config.eventStore.kind === 'sqlite') return existsSync(historyFile(config))
  // Marks that differ are told when it is opened.
  return (await markOf(config).read().catch(unlessDiffering)) !== null
}

/**
 * The event store, once it is certain what it belongs to. `onFault` hears what of it failed that nobody is told
 * otherwise, and that is tried again. Rejects with `StoreMismatch`, with what `historyMistake` explains, or with
 * `EventStoreUnavailable` while an EventStoreDB doesn't answer.
 */
export async function openHistory(
  config: Config,
  key: MasterKey,
  onFault: (fault: unknown) => void = () => {},
): Promise<History> {
  await makePrivateDirectory(config.dataDir)
  const store = await openEventStore(config, onFault)
  try {
    const opened = await openStore({ store, newId, mark: markOf(config), masterKeyCheck: key.checkValue })
    if (opened.outcome === 'refused') throw new StoreMismatch(mismatches[opened.refusal.code])
    return { store, storeId: opened.storeId }
  } catch (fault) {
    await store.close()
    throw fault instanceof MarksDiffer ? new StoreMismatch(directoriesApart) : fault
  }
}

/** Loaded where it is chosen: the client takes longer to load than all of a start on SQLite. */
const eventStoreDb = (): typeof import('../eventstoredb/event-store') =>
  require('../eventstoredb/event-store')

function openEventStore(config: Config, onFault: (fault: unknown) => void): Promise<ClosableEventStore> {
  const { eventStore, streamPrefix } = config
  switch (eventStore.kind) {
    case 'sqlite':
      return openSqliteEventStore({ path: historyFile(config), streamPrefix, onFault })
    case 'eventstoredb': {
      const { connectionString } = eventStore
      return eventStoreDb().openEventStoreDbEventStore({ connectionString, streamPrefix, onFault })
    }
  }
}

function unlessDiffering(fault: unknown): 'differing' {
  if (fault instanceof MarksDiffer) return 'differing'
  throw fault
}
