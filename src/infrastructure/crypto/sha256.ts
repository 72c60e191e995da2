import { createHash } from 'node:crypto'
import type { Sha256 } from '../../application/ports/sha256'

export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
