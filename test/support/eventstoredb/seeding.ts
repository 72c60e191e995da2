import { randomUUID } from 'node:crypto'
import type { EventLog, ProposedEvent } from './event-log'
import { systemEvent } from './system-event'

export interface SeededEvent {
  readonly type: string
  /** Text is taken word for word, so that a body can be no JSON at all. */
  readonly data?: unknown
  readonly metadata?: unknown
  readonly id?: string
  /** JSON by default. */
  readonly contentType?: string
}

/** Puts events into a stream by hand, past every rule. */
export function seed(log: EventLog, stream: string, ...events: readonly SeededEvent[]): void {
  log.write(stream, events.map(proposed))
}

/**
 * What a shared store holds beside the events of one service: `count` events of other people over `streams`
 * streams, and among them, as a real server has them, system events: one in fifty.
 */
export function seedForeign(
  log: EventLog,
  count: number,
  { prefix = 'billing.invoice-', streams = 100 } = {},
) {
  const data = Buffer.from('{"amount":1200,"currency":"CHF"}')
  const metadata = Buffer.from('{"$correlationId":"f0"}')
  for (let index = 0; index < count; index += 1) {
    if (index % 50 === 49) {
      log.write('$stats-127.0.0.1:2113', [systemEvent('$statsCollected', '{"proc-cpu":1}')])
    } else {
      log.write(`${prefix}${index % streams}`, [
        { id: randomUUID(), type: 'InvoiceSent', contentType: 'application/json', data, metadata },
      ])
    }
  }
}

const proposed = ({
  type,
  data = {},
  metadata,
  id = randomUUID(),
  contentType = 'application/json',
}: SeededEvent): ProposedEvent => ({
  id,
  type,
  contentType,
  data: bytes(data),
  metadata: metadata === undefined ? new Uint8Array() : bytes(metadata),
})

const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
