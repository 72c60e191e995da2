import { randomUUID } from 'node:crypto'
import { type FileHandle, link, mkdir, open, readdir, unlink } from 'node:fs/promises'
import path from 'node:path'
import { DiskFull } from '../../application/ports/spool'

export const privateFile = 0o600
export const privateDirectory = 0o700

/** Makes the directory and those above it, readable by this user only. */
export async function makePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: privateDirectory })
}

/** Flushes a file's bytes, or a directory's entries. */
export async function flush(path: string): Promise<void> {
  await using(await open(path, 'r'), (handle) => handle.sync())
}

/** Writes a whole file that must not exist yet, flushed. Its directory is the caller's to flush. */
export async function writeNewFile(path: string, bytes: Uint8Array | string): Promise<void> {
  await using(await open(path, 'wx', privateFile), async (handle) => {
    await handle.writeFile(bytes)
    await handle.sync()
  })
}

/** What the draft of a file is named by, behind the name of the file itself. */
export const draftMark = '.new-'

/**
 * Makes a file whole or not at all, durable when it settles. Rejects with EEXIST where it is there already:
 * a link, unlike a rename, never replaces what another process has just made.
 */
export async function createOnce(file: string, bytes: Uint8Array | string): Promise<void> {
  const draft = `${file}${draftMark}${randomUUID()}`
  try {
    await writeNewFile(draft, bytes)
    await link(draft, file)
  } finally {
    await unlessMissing(unlink(draft), undefined)
  }
  await flush(path.dirname(file))
}

async function using<T>(handle: FileHandle, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}

const codeOf = (fault: unknown): unknown =>
  typeof fault === 'object' && fault !== null && 'code' in fault ? fault.code : undefined

export const isMissing = (fault: unknown): boolean => codeOf(fault) === 'ENOENT'
export const isDenied = (fault: unknown): boolean => codeOf(fault) === 'EACCES' || codeOf(fault) === 'EPERM'
export const isThere = (fault: unknown): boolean => codeOf(fault) === 'EEXIST'
export const isNotEmpty = (fault: unknown): boolean =>
  codeOf(fault) === 'ENOTEMPTY' || codeOf(fault) === 'EEXIST'

/** `fallback` where the work failed because something is not there. */
export async function unlessMissing<T, F>(work: Promise<T>, fallback: F): Promise<T | F> {
  try {
    return await work
  } catch (fault) {
    if (isMissing(fault)) return fallback
    throw fault
  }
}

/** What a directory holds; nothing where there is none. */
export const entriesOf = (directory: string): Promise<string[]> =>
  unlessMissing<string[], string[]>(readdir(directory), [])

/** Names the one fault that callers answer for: no space, or no more of it for this user. */
export async function tellingDiskFull<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (fault) {
    const code = codeOf(fault)
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new DiskFull('the disk holds no more')
    throw fault
  }
}
