import { randomBytes } from 'node:crypto'
import type { PersonNames } from '../../application/ports/person-names'
import { personNames } from '../crypto/person-names'

export function memoryPersonNames(): PersonNames {
  const keys = new Map<string, Uint8Array>()
  return personNames({
    async obtain(userId) {
      const key = keys.get(userId) ?? randomBytes(32)
      keys.set(userId, key)
      return key
    },
    find: async (userId) => keys.get(userId) ?? null,
    async forget(userId) {
      keys.delete(userId)
    },
  })
}
