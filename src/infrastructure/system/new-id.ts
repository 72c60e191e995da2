import { randomUUID } from 'node:crypto'
import type { NewId } from '../../application/ports/ids'

export const newId: NewId = () => randomUUID()
