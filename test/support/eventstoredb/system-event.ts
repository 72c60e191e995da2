import { randomUUID } from 'node:crypto'
import type { ProposedEvent } from './event-log'

const nothing = new Uint8Array()

/** An event that the server writes on its own account. */
export const systemEvent = (type: string, json: string): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from(json),
  metadata: nothing,
})
