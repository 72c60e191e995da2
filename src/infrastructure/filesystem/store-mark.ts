import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { MarksDiffer, type StoreMark } from '../../application/ports/store-mark'
import { createOnce, isThere, makePrivateDirectory, unlessMissing } from './durable'

/** A file of this name in each directory holds the id of the store that the directory belongs to. */
const markFile = 'store.id'

export const fileStoreMark = (...directories: readonly string[]): StoreMark => ({
  async read() {
    const marks = await Promise.all(directories.map(markOf))
    const ids = new Set(marks.filter((mark) => mark !== null))
    if (ids.size > 1) throw new MarksDiffer('the directories belong to different event stores')
    return [...ids][0] ?? null
  },

  async write(storeId) {
    for (const directory of directories) {
      await makePrivateDirectory(directory)
      await createOnce(path.join(directory, markFile), `${storeId}\n`).catch(async (fault) => {
        // Another process that starts at the same time has the same store to name.
        if (!isThere(fault) || (await markOf(directory)) !== storeId) throw fault
      })
    }
  },
})

async function markOf(directory: string): Promise<string | null> {
  const text = await unlessMissing(readFile(path.join(directory, markFile), 'utf8'), null)
  return text?.trim() ?? null
}
