import type { PersonNames } from '../../application/ports/person-names'
import { openBytes, sealBytes } from './aes-gcm'

/** Where the keys of people are kept, one of 32 bytes each. */
export interface PersonKeys {
  /** The person's key, made and made durable if there is none yet. */
  obtain(userId: string): Promise<Uint8Array>
  find(userId: string): Promise<Uint8Array | null>
  forget(userId: string): Promise<void>
}

/** Names under AES-256-GCM, each bound to its person's id. */
export const personNames = (keys: PersonKeys): PersonNames => ({
  async seal(userId, name) {
    return sealBytes(await keys.obtain(userId), Buffer.from(name), userId).toString('base64url')
  },

  async open(userId, sealedName) {
    const key = await keys.find(userId)
    return key === null ? null : openBytes(key, Buffer.from(sealedName, 'base64url'), userId).toString()
  },

  forget: (userId) => keys.forget(userId),
})
