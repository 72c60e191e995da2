import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type PlacedRecord, type Staging, StagingLost } from '../../application/ports/dataset-store'
import {
  entriesOf,
  flush,
  isMissing,
  makePrivateDirectory,
  privateDirectory,
  privateFile,
  unlessMissing,
} from './durable'
import { asDirectoryName, keyfileFile, type Layout, recordFile, tableFile } from './layout'
import { encodeRecord } from './placed-record'

/** While it is staged, a table does not yet know its area. */
const stagedTable = 'table'

/** A directory for one import in the directory of this process. */
export async function stage(layout: Layout, process: string, importId: string): Promise<Staging> {
  const directory = path.join(layout.staging, process, asDirectoryName(importId))
  await makePrivateDirectory(path.dirname(directory))
  await mkdir(directory, { mode: privateDirectory })
  const tablePath = path.join(directory, stagedTable)
  const keyfilePath = path.join(directory, keyfileFile)

  return {
    tablePath,
    keyfilePath,

    async place(area, record) {
      await makePrivateDirectory(layout.area(area))
      try {
        await rename(tablePath, path.join(directory, tableFile[area]))
        await writeRecord(directory, record)
        await flushAll(directory)
        await rename(directory, layout.placed(area, importId))
      } catch (fault) {
        if (isMissing(fault)) throw new StagingLost('the staged files are gone')
        throw fault
      }
      await flush(layout.area(area))
      await unlessMissing(flush(path.dirname(directory)), undefined)
    },

    discard: () => rm(directory, { recursive: true, force: true }),
  }
}

const writeRecord = (directory: string, record: PlacedRecord): Promise<void> =>
  writeFile(path.join(directory, recordFile), encodeRecord(record), { mode: privateFile })

async function flushAll(directory: string): Promise<void> {
  for (const file of await readdir(directory)) await flush(path.join(directory, file))
  await flush(directory)
}

const removed = 'removed-'

/**
 * Removes what processes left behind that have ended for certain. A directory is renamed away first: from then
 * on nobody can place a part of what is in it.
 */
export async function removeDeadStaging(layout: Layout, isDead: (process: string) => boolean): Promise<void> {
  for (const entry of await entriesOf(layout.staging)) {
    if (isDead(entry)) {
      const away = path.join(layout.staging, `${removed}${randomUUID()}`)
      await unlessMissing(rename(path.join(layout.staging, entry), away), undefined)
      await rm(away, { recursive: true, force: true })
    } else if (entry.startsWith(removed)) {
      await rm(path.join(layout.staging, entry), { recursive: true, force: true })
    }
  }
}
