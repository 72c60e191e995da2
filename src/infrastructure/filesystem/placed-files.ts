import { readdir, readFile, rmdir, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { PlacedRecord } from '../../application/ports/dataset-store'
import { between, type Reached } from '../../application/ports/fail-point'
import { entriesOf, flush, isNotEmpty, unlessMissing } from './durable'
import { isImportId, recordFile } from './layout'
import { decodeRecord } from './placed-record'

/** `null`: there is none, or none that is whole. */
export async function readRecord(directory: string): Promise<PlacedRecord | null> {
  const text = await unlessMissing(readFile(path.join(directory, recordFile), 'utf8'), null)
  return text === null ? null : decodeRecord(text)
}

/** The ids of the imports that have a directory of their own there. */
export const placedBelow = async (area: string): Promise<readonly string[]> =>
  (await entriesOf(area)).filter(isImportId)

/** When the last file came or went. `null`: there is no such directory. */
export async function placedAt(directory: string): Promise<number | null> {
  const found = await unlessMissing(stat(directory), null)
  return found?.mtimeMs ?? null
}

/**
 * Removes one import's directory, flushed. The record goes after the bytes, so that a removal that a crash cut
 * short is still known for what it is and can be finished.
 */
export async function removePlaced(directory: string, reached?: Reached): Promise<void> {
  do {
    const files = await unlessMissing(readdir(directory), null)
    if (files === null) return
    const bytes = files.filter((file) => file !== recordFile)
    for (const file of bytes) {
      await between(reached, 'unlink table', () => remove(path.join(directory, file)))
    }
    if (bytes.length > 0) {
      await between(reached, 'flush removal', () => unlessMissing(flush(directory), undefined))
    }
    await between(reached, 'unlink record', () => remove(path.join(directory, recordFile)))
    // A part that was given back meanwhile has another name now.
  } while (!(await between(reached, 'remove directory', () => removedEmpty(directory))))
  await flush(path.dirname(directory))
}

/** A removal that a crash cut short may have left an empty directory; one that holds anything stays. */
export async function removeEmpty(directory: string): Promise<void> {
  if (await removedEmpty(directory)) await unlessMissing(flush(path.dirname(directory)), undefined)
}

const remove = (file: string): Promise<void> => unlessMissing(unlink(file), undefined)

async function removedEmpty(directory: string): Promise<boolean> {
  try {
    await unlessMissing(rmdir(directory), undefined)
    return true
  } catch (fault) {
    if (isNotEmpty(fault)) return false
    throw fault
  }
}
