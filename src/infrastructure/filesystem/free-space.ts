import { statfs } from 'node:fs/promises'
import path from 'node:path'
import type { HasRoom } from '../../application/ports/room'
import { isMissing } from './durable'

/** How many bytes the user of this process may still write below a directory. */
export type FreeBytes = (directory: string) => Promise<number>

/** A directory that is yet to be made will lie where the one above it does. */
export const freeBytes: FreeBytes = async (directory) => {
  try {
    const { bavail, bsize } = await statfs(directory)
    return bavail * bsize
  } catch (fault) {
    const above = path.dirname(directory)
    if (isMissing(fault) && above !== directory) return freeBytes(above)
    throw fault
  }
}

/** Whether each of the directories has at least so much room. */
export const roomBelow =
  (directories: readonly string[], minFreeBytes: number, free: FreeBytes = freeBytes): HasRoom =>
  async () => {
    for (const directory of directories) if ((await free(directory)) < minFreeBytes) return false
    return true
  }
