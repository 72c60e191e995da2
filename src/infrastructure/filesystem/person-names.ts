import { randomBytes } from 'node:crypto'
import { readdir, readFile, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { PersonNames } from '../../application/ports/person-names'
import { openBytes, sealBytes } from '../crypto/aes-gcm'
import type { MasterKey } from '../crypto/master-key'
import { type PersonKeys, personNames } from '../crypto/person-names'
import {
  createOnce,
  draftMark,
  flush,
  isThere,
  makePrivateDirectory,
  tellingDiskFull,
  unlessMissing,
} from './durable'

/** A directory of key files, one a person, each wrapped by a key that follows from the master key. */
export const filePersonNames = (directory: string, key: MasterKey): PersonNames =>
  personNames(wrappedKeyFiles(directory, key.derive('aperture/person-key/v1')))

function wrappedKeyFiles(directory: string, wrappingKey: Uint8Array): PersonKeys {
  const find = async (userId: string): Promise<Uint8Array | null> => {
    const wrapped = await unlessMissing(readFile(keyFile(directory, userId)), null)
    return wrapped === null ? null : openBytes(wrappingKey, wrapped, userId)
  }

  const create = async (userId: string): Promise<Uint8Array> => {
    await makePrivateDirectory(directory)
    const key = randomBytes(32)
    await createOnce(keyFile(directory, userId), sealBytes(wrappingKey, key, userId))
    return key
  }

  return {
    find,

    obtain: (userId) =>
      tellingDiskFull(async () => {
        const found = await find(userId)
        if (found !== null) return found
        try {
          return await create(userId)
        } catch (fault) {
          const others = isThere(fault) ? await find(userId) : null
          if (others === null) throw fault
          await flush(directory)
          return others
        }
      }),

    async forget(userId) {
      const name = path.basename(keyFile(directory, userId))
      const entries = await unlessMissing(readdir(directory), null)
      if (entries === null) return
      // A draft that a crash left behind holds a key as well.
      const keys = entries.filter((entry) => entry === name || entry.startsWith(`${name}${draftMark}`))
      for (const entry of keys) await unlessMissing(unlink(path.join(directory, entry)), undefined)
      await flush(directory)
    },
  }
}

function keyFile(directory: string, userId: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(userId)) throw new Error('not a user id')
  return path.join(directory, userId)
}
