import { type FileHandle, open } from 'node:fs/promises'
import { CommandRefused } from './terminal'

export interface NamedFile {
  readonly handle: FileHandle
  /** Bytes. */
  readonly size: number
  readonly isRegular: boolean
}

export interface UploadFiles {
  readonly definition: NamedFile
  readonly table: NamedFile
}

/** Opens the files of an upload for a piece of work, and closes them behind it. */
export async function withUploadFiles<T>(
  paths: { readonly definition: string; readonly csv: string },
  work: (files: UploadFiles) => Promise<T>,
): Promise<T> {
  const definition = await openNamed('--definition', paths.definition)
  try {
    const table = await openNamed('--csv', paths.csv)
    try {
      return await work({ definition, table })
    } finally {
      await table.handle.close()
    }
  } finally {
    await definition.handle.close()
  }
}

/** A directory is no file. */
async function openNamed(option: string, path: string): Promise<NamedFile> {
  const handle = await open(path, 'r').catch((fault) => {
    throw unreadable(option, fault)
  })
  const status = await handle.stat()
  if (!status.isDirectory()) return { handle, size: status.size, isRegular: status.isFile() }
  await handle.close()
  throw new CommandRefused(`The file of ${option} is a directory: name the file itself.`)
}

/** Its bytes, once; the file stays open. */
export const contentOf = ({ handle }: NamedFile): AsyncIterable<Buffer> =>
  handle.createReadStream({ autoClose: false })

/** What keeps a named file from being read, without its name. A fault of another kind is left as it is. */
export function unreadable(option: string, fault: unknown): unknown {
  const { code } = fault as NodeJS.ErrnoException
  if (code === undefined) return fault
  const cause = code === 'ENOENT' ? 'is not there' : `can't be read (${code})`
  return new CommandRefused(`The file of ${option} ${cause}: name one that this user may read.`)
}
