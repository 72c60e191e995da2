import { existsSync } from 'node:fs'
import path from 'node:path'
import { openStore } from '../../application/open-store'
import { MarksDiffer } from '../../application/ports/store-mark'
import type { MasterKey } from '../crypto/master-key'
import { makePrivateDirectory } from '../filesystem/durable'
import { fileStoreMark } from '../filesystem/store-mark'
import { openSqliteEventStore, type SqliteEventStore } from '../sqlite/event-store'
import { newId } from '../system/new-id'
import type { Config } from './config'

export interface History {
  readonly store: SqliteEventStore
  readonly storeId: string
}

/** Store, master key and directories don't belong together; the message says how, in one line. */
export class StoreMismatch extends Error {
  override readonly name = 'StoreMismatch'
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

/** Whether a service has ever been started on this data directory. */
export const hasHistory = (config: Config): boolean => existsSync(historyFile(config))

/**
 * The event store, once it is certain what it belongs to. `onFault` hears what ended the thread that writes to it; the
 * next append starts another. Rejects with `StoreMismatch`.
 */
export async function openHistory(
  config: Config,
  key: MasterKey,
  onFault: (fault: unknown) => void = () => {},
): Promise<History> {
  const { dataDir, datasetDir, streamPrefix } = config
  await makePrivateDirectory(dataDir)
  const store = await openSqliteEventStore({ path: historyFile(config), streamPrefix, onFault })
  try {
    const mark = fileStoreMark(...new Set([dataDir, datasetDir]))
    const opened = await openStore({ store, newId, mark, masterKeyCheck: key.checkValue })
    if (opened.outcome === 'refused') throw new StoreMismatch(mismatches[opened.refusal.code])
    return { store, storeId: opened.storeId }
  } catch (fault) {
    await store.close()
    throw fault instanceof MarksDiffer ? new StoreMismatch(directoriesApart) : fault
  }
}
