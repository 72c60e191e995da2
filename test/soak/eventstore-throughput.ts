// What the EventStoreDB adapter costs beside the bare client, which does the same work on the same server in
// the same minute, turn by turn:
//   node -r ./test/support/typescript.cjs test/soak/eventstore-throughput.ts
// On the server of APERTURE_TEST_EVENTSTORE, a connection string, under prefixes of its own; else on the
// protocol server of the tests, in a process of its own. Ends with 1 when the adapter is slower than it may be.
import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent, streamNameFilter } from '@eventstore/db-client'
import type { ExpectedRevision, NewEvent } from '../../src/application/ports/event-store'
import { encodeEvent } from '../../src/infrastructure/event-codec/event-codec'
import { openEventStoreDbEventStore } from '../../src/infrastructure/eventstoredb/event-store'
import { startEventStoreProcess } from '../support/eventstoredb/server-process'

const leastRatio = 0.8
const rounds = 7
const [inSequence, inFlight, lanes, history] = [200, 1_600, 64, 10_000]

type NewEvents = readonly [NewEvent, ...NewEvent[]]

/** The same work in two ways. */
interface Contender {
  append(stream: string, expected: ExpectedRevision, events: NewEvents): Promise<unknown>
  catchUp(count: number): Promise<unknown>
  close(): Promise<void>
}

const newEvent = (): NewEvent => ({
  id: randomUUID(),
  event: { type: 'TokenRevoked', tokenId: randomUUID() },
  metadata: { correlationId: 'request-1', causationId: 'request-1', actor: { kind: 'system' } },
})

function newEvents(count: number): NewEvents {
  const [first = newEvent(), ...more] = Array.from({ length: count }, newEvent)
  return [first, ...more]
}

const newStream = () => `uploadToken-${randomUUID()}`

async function adapter(connectionString: string, streamPrefix: string): Promise<Contender> {
  const store = await openEventStoreDbEventStore({ connectionString, streamPrefix })
  return {
    async append(stream, expected, events) {
      const { outcome } = await store.append(stream, expected, events)
      if (outcome !== 'appended') throw new Error(`an append was answered ${outcome}`)
    },
    catchUp(count) {
      const enough = new AbortController()
      let handled = 0
      const handle = async () => {
        handled += 1
        if (handled === count) enough.abort()
      }
      return store.subscribe(null, handle, enough.signal)
    },
    close: () => store.close(),
  }
}

function bareClient(connectionString: string, prefix: string): Contender {
  const client = EventStoreDBClient.connectionString(connectionString)
  return {
    append(stream, expected, events) {
      const expectedRevision = expected === 'no-stream' ? 'no_stream' : BigInt(expected)
      const stored = events.map(({ id, event, metadata }) => {
        const { type, data, metadata: storedMetadata } = encodeEvent(event, metadata)
        return jsonEvent({ id, type, data, metadata: storedMetadata })
      })
      return client.appendToStream(prefix + stream, stored, { expectedRevision })
    },
    async catchUp(count) {
      const subscription = client.subscribeToAll({ filter: streamNameFilter({ prefixes: [prefix] }) })
      let handled = 0
      try {
        for await (const _ of subscription) {
          handled += 1
          if (handled === count) return
        }
      } finally {
        await subscription.unsubscribe()
      }
    },
    close: () => client.dispose(),
  }
}

async function oneAfterTheOther({ append }: Contender): Promise<number> {
  for (let count = 0; count < inSequence; count += 1) await append(newStream(), 'no-stream', newEvents(1))
  return inSequence
}

async function manyAtOnce({ append }: Contender): Promise<number> {
  const lane = async () => {
    const stream = newStream()
    for (let count = 0; count < inFlight / lanes; count += 1) {
      await append(stream, count === 0 ? 'no-stream' : count - 1, newEvents(1))
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return inFlight
}

async function wholeHistory({ catchUp }: Contender): Promise<number> {
  await catchUp(history)
  return history
}

async function perSecond(work: (contender: Contender) => Promise<number>, contender: Contender) {
  const begunAt = performance.now()
  const done = await work(contender)
  return (done * 1_000) / (performance.now() - begunAt)
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

async function compare(
  name: string,
  work: (contender: Contender) => Promise<number>,
  [ours, bare]: Contender[],
) {
  if (ours === undefined || bare === undefined) throw new RangeError('two contenders are compared')
  const speeds: { ours: number; bare: number }[] = []
  for (let round = -1; round < rounds; round += 1) {
    const speed = { ours: 0, bare: 0 }
    for (const who of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
      speed[who] = await perSecond(work, who === 'ours' ? ours : bare)
    }
    // The first is for the compiler.
    if (round >= 0) speeds.push(speed)
  }
  const ratio = median(speeds.map((speed) => speed.ours / speed.bare))
  const rate = (who: 'ours' | 'bare') => Math.round(median(speeds.map((speed) => speed[who])))
  console.log(`${name}: adapter ${rate('ours')}/s, bare client ${rate('bare')}/s, ratio ${ratio.toFixed(2)}`)
  return ratio
}

async function main(): Promise<void> {
  const given = process.env.APERTURE_TEST_EVENTSTORE
  const server = given === undefined ? await startEventStoreProcess() : undefined
  const connectionString = given ?? server?.connectionString ?? ''
  const prefix = `aperture_bench_${randomUUID().replaceAll('-', '')}.`
  const read = [
    await adapter(connectionString, `${prefix}read.`),
    bareClient(connectionString, `${prefix}read.`),
  ]
  const write = [await adapter(connectionString, `${prefix}a.`), bareClient(connectionString, `${prefix}b.`)]
  try {
    for (let count = 0; count < history; count += 500) {
      await read[0]?.append(newStream(), 'no-stream', newEvents(500))
    }
    const ratios = [
      await compare('appends one after the other', oneAfterTheOther, write),
      await compare(`appends, ${lanes} in flight`, manyAtOnce, write),
      await compare(`$all, ${history} events`, wholeHistory, read),
    ]
    if (ratios.some((ratio) => !(ratio >= leastRatio))) process.exitCode = 1
  } finally {
    for (const contender of [...read, ...write]) await contender.close()
    await server?.close()
  }
}

void main()
