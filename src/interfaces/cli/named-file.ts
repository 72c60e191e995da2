import { type FileHandle, open } from 'node:fs/promises'
import { CommandRefused } from './terminal'

export interface NamedFile {
  readonly handle: FileHandle
  /** Bytes. */
  readonly size: number
  readonly isRegular: boolean
}

/** Opens a file that an option names; a directory is none. */
export async function openNamed(option: string, path: string): Promise<NamedFile> {
  const handle = await open(path, 'r').catch((fault) => {
    throw unreadable(option, fault)
  })
  const status = await handle.stat()
  if (!status.isDirectory()) return { handle, size: status.size, isRegular: status.isFile() }
  await handle.close()
  throw new CommandRefused(`The file of ${option} is a directory: name the file itself.`)
}

/** What keeps a named file from being read, without its name. A fault of another kind is left as it is. */
export function unreadable(option: string, fault: unknown): unknown {
  const { code } = fault as NodeJS.ErrnoException
  if (code === undefined) return fault
  const cause = code === 'ENOENT' ? 'is not there' : `can't be read (${code})`
  return new CommandRefused(`The file of ${option} ${cause}: name one that this user may read.`)
}
