import { randomBytes } from 'node:crypto'
import type { PersonNames } from '../../application/ports/person-names'
import type { MasterKey } from '../crypto/master-key'
import { type PersonKeys, personNames } from '../crypto/person-names'
import { flush, isThere, tellingDiskFull } from './durable'
import { wrappedFiles } from './wrapped-files'

/** A directory of key files, one a person, each wrapped by a key that follows from the master key. */
export const filePersonNames = (directory: string, key: MasterKey): PersonNames =>
  personNames(personKeyFiles(directory, key.derive('aperture/person-key/v1')))

function personKeyFiles(directory: string, wrappingKey: Uint8Array): PersonKeys {
  const files = wrappedFiles(directory, wrappingKey, asFileName)

  const create = async (userId: string): Promise<Uint8Array> => {
    const key = randomBytes(32)
    await files.create(userId, key)
    return key
  }

  return {
    find: files.read,

    obtain: (userId) =>
      tellingDiskFull(async () => {
        const found = await files.read(userId)
        if (found !== null) return found
        try {
          return await create(userId)
        } catch (fault) {
          const others = isThere(fault) ? await files.read(userId) : null
          if (others === null) throw fault
          await flush(directory)
          return others
        }
      }),

    forget: files.remove,
  }
}

function asFileName(userId: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(userId)) throw new Error('not a user id')
  return userId
}
