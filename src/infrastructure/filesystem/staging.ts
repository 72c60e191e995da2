import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type PlacedRecord, type Staging, StagingLost } from '../../application/ports/dataset-store'
import { between } from '../../application/ports/fail-point'
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
import type { Claimant } from './waiting-results'

/** While it is staged, a table does not yet know its area. */
const stagedTable = 'table'

/** A directory for one import in the directory of this process. */
export async function stage(
  layout: Layout,
  { process, reached }: Claimant,
  importId: string,
): Promise<Staging> {
  const directory = path.join(layout.staging, process, asDirectoryName(importId))
  await makePrivateDirectory(path.dirname(directory))
  await between(reached, 'make staging', () => mkdir(directory, { mode: privateDirectory }))
  const tablePath = path.join(directory, stagedTable)
  const keyfilePath = path.join(directory, keyfileFile)

  return {
    tablePath,
    keyfilePath,

    async place(area, record) {
      await makePrivateDirectory(layout.area(area))
      try {
        await rename(tablePath, path.join(directory, tableFile[area]))
        await between(reached, 'write record', () => writeRecord(directory, record))
        await between(reached, 'flush staging', () => flushAll(directory))
        await between(reached, 'rename into place', () => rename(directory, layout.placed(area, importId)))
      } catch (fault) {
        if (isMissing(fault)) throw new StagingLost('the staged files are gone')
        throw fault
      }
      await between(reached, 'flush place', () => flush(layout.area(area)))
      await unlessMissing(flush(path.dirname(directory)), undefined)
    },

    discard: () => between(reached, 'remove staging', () => rm(directory, { recursive: true, force: true })),
  }
}

const writeRecord = (directory: string, record: PlacedRecord): Promise<void> =>
  writeFile(path.join(directory, recordFile), encodeRecord(record), { mode: privateFile })

async function flushAll(directory: string): Promise<void> {
  for (const file of await readdir(directory)) await flush(path.join(directory, file))
  await flush(directory)
}

const removed = 'removed-'

/** A sign of life for others to see: what this process has staged is still wanted. */
export async function beat(layout: Layout, process: string, now: number): Promise<void> {
  const at = new Date(now)
  await unlessMissing(utimes(path.join(layout.staging, process), at, at), undefined)
}

/**
 * Removes what processes have staged that have ended for certain, or have given no sign of life since then. A
 * directory is renamed away first: from then on nobody can place a part of what is in it.
 */
export async function removeLostStaging(
  layout: Layout,
  { process, isDead }: Claimant,
  silentSince: number,
): Promise<void> {
  for (const entry of await entriesOf(layout.staging)) {
    const directory = path.join(layout.staging, entry)
    if (entry === process) continue
    if (entry.startsWith(removed)) await rm(directory, { recursive: true, force: true })
    else if (isDead(entry) || (await isSilent(directory, silentSince))) {
      const away = path.join(layout.staging, `${removed}${randomUUID()}`)
      await unlessMissing(rename(directory, away), undefined)
      await rm(away, { recursive: true, force: true })
    }
  }
}

async function isSilent(directory: string, since: number): Promise<boolean> {
  const found = await unlessMissing(stat(directory), null)
  return found !== null && found.mtimeMs < since
}
