import { createHash, createHmac } from 'node:crypto'
import type { NameDigests } from '../../application/ports/name-digests'
import type { MasterKey } from './master-key'

export function nameDigests(key: MasterKey): NameDigests {
  const userKey = key.derive('aperture/user-name/v1')
  return {
    project: (comparableName) => createHash('sha256').update(comparableName).digest('hex'),
    user: (comparableName) => createHmac('sha256', userKey).update(comparableName).digest('hex'),
  }
}
