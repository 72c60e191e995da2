import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { temporaryDirectory } from './temporary-directory'

export interface SmallDisk {
  readonly path: string
  remove(): Promise<void>
}

const run = promisify(execFile)

/** A disk of its own with so many megabytes. `null`: this user may not have one. */
export async function smallDisk(megabytes: number): Promise<SmallDisk | null> {
  const directory = await temporaryDirectory()
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', directory.path])
  } catch {
    await directory.remove()
    return null
  }
  return {
    path: directory.path,
    async remove() {
      await run('umount', [directory.path])
      await directory.remove()
    },
  }
}
