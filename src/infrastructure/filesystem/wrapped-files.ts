import { readdir, readFile, unlink } from 'node:fs/promises'
import path from 'node:path'
import { openBytes, sealBytes } from '../crypto/aes-gcm'
import { createOnce, draftMark, flush, makePrivateDirectory, unlessMissing } from './durable'

/** Small secrets, a file each, encrypted under one key and bound to the file's name. */
export interface WrappedFiles {
  /** `null`: there is none. Rejects when it was damaged, or is another name's or key's. */
  read(name: string): Promise<Uint8Array | null>
  /** Durable when it settles. Rejects with EEXIST where there is one already. */
  create(name: string, secret: Uint8Array): Promise<void>
  /** Durable when it settles; also what a crash left of making it. Removing a second time is fine. */
  remove(name: string): Promise<void>
}

/** `asName` throws for what can be no name of a file. */
export function wrappedFiles(
  directory: string,
  wrappingKey: Uint8Array,
  asName: (text: string) => string,
): WrappedFiles {
  const pathOf = (text: string) => path.join(directory, asName(text))
  return {
    async read(name) {
      const wrapped = await unlessMissing(readFile(pathOf(name)), null)
      return wrapped === null ? null : openBytes(wrappingKey, wrapped, name)
    },

    async create(name, secret) {
      const file = pathOf(name)
      await makePrivateDirectory(directory)
      await createOnce(file, sealBytes(wrappingKey, secret, name))
    },

    async remove(text) {
      const name = asName(text)
      const entries = await unlessMissing(readdir(directory), null)
      if (entries === null) return
      // A draft that a crash left behind holds the secret as well.
      const files = entries.filter((entry) => entry === name || entry.startsWith(`${name}${draftMark}`))
      for (const entry of files) await unlessMissing(unlink(path.join(directory, entry)), undefined)
      await flush(directory)
    },
  }
}
