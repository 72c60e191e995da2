import path from 'node:path'
import { copyHistory } from '../../src/application/copy-history'
import type { HistoryTarget, StoredEvent } from '../../src/application/ports/history-copy'
import { openEventStoreDbCopy } from '../../src/infrastructure/eventstoredb/history-copy'
import { openSqliteTarget } from '../../src/infrastructure/sqlite/history-copy'
import { type EventStoreServer, startEventStoreServer } from '../support/eventstoredb/server'
import { seededRandom } from '../support/seeded-random'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { dyingAfter, Interrupted, storedEvents, wholeHistory } from './stored-events'

const prefix = 'aperture.'
const never = new AbortController().signal
const opened: { close(): Promise<void> }[] = []
let directory: TemporaryDirectory
let server: EventStoreServer

beforeEach(async () => {
  directory = await temporaryDirectory()
  server = await startEventStoreServer()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()))
  await server.close()
  await directory.remove()
})

function sqlite(name: string) {
  const store = openSqliteTarget(path.join(directory.path, name), prefix)
  opened.push(store)
  return store
}

function eventStoreDb() {
  const store = openEventStoreDbCopy({
    connectionString: server.connectionString,
    streamPrefix: prefix,
    patienceMs: 100,
  })
  opened.push(store)
  return store
}

async function sqliteWith(name: string, events: readonly StoredEvent[]) {
  const store = sqlite(name)
  expect(await store.append(events)).toBe('appended')
  return store
}

const placeless = ({ position: _, ...event }: StoredEvent) => event
const timeless = (event: StoredEvent) => ({ ...placeless(event), created: 0 })

const events = Number(process.env.APERTURE_TEST_COPY_EVENTS ?? 1_000)

/** Copies with five deaths at random points on the way. */
async function copiedWithDeaths(source: HistoryTarget, target: HistoryTarget, seed: number) {
  let stored = 0
  for (const end of seededRandom(seed).distinct(5, events - 1)) {
    const dying = dyingAfter(target, end - stored)
    await expect(copyHistory({ source, target: dying, pageSize: 300 }, never)).rejects.toThrow(Interrupted)
    stored = end
    expect(await wholeHistory(target)).toHaveLength(stored)
  }
  return { stored, result: await copyHistory({ source, target, pageSize: 300 }, never) }
}

test('SQLite to EventStoreDB to SQLite, interrupted five times each: equal histories', async () => {
  const original = storedEvents(events)
  const source = await sqliteWith('one.db', original)
  const between = eventStoreDb()
  const there = await copiedWithDeaths(source, between, 1)
  expect(there.result).toEqual({
    outcome: 'copied',
    found: there.stored,
    copied: events - there.stored,
    compared: events,
    keepsCreated: false,
  })
  const stamped = await wholeHistory(between)
  expect(stamped.map(timeless)).toEqual(original.map(timeless))

  const target = sqlite('two.db')
  const back = await copiedWithDeaths(between, target, 2)
  expect(back.result).toMatchObject({ outcome: 'copied', found: back.stored, keepsCreated: true })
  expect((await wholeHistory(target)).map(placeless)).toEqual(stamped.map(placeless))
})

test('SQLite to SQLite keeps the times, and streams that begin at a higher revision', async () => {
  const original = storedEvents(20).filter(({ revision }) => revision > 0)
  const source = await sqliteWith('one.db', original)
  const target = sqlite('two.db')
  expect(await copyHistory({ source, target }, never)).toMatchObject({ copied: original.length })
  expect((await wholeHistory(target)).map(placeless)).toEqual(original.map(placeless))
  // EventStoreDB numbers the events of a stream from 0.
  expect(await copyHistory({ source, target: eventStoreDb() }, never)).toEqual({
    outcome: 'refused',
    refusal: { code: 'target-conflict' },
  })
})

describe('a target that holds something else is left as it is', () => {
  const notEmpty = { outcome: 'refused', refusal: { code: 'target-not-empty' } }

  test.each([
    ['an event of another id', (all: readonly StoredEvent[]) => [{ ...at(all, 0), id: 'another' }]],
    ['the beginning in another order', (all: readonly StoredEvent[]) => inOtherOrder(all)],
    ['more than the source', (all: readonly StoredEvent[]) => [...all, { ...at(all, 0), revision: 99 }]],
  ])('%s', async (_, held) => {
    const original = storedEvents(10)
    const source = await sqliteWith('one.db', original)
    const target = await sqliteWith('two.db', held(original))
    const before = await wholeHistory(target)
    expect(await copyHistory({ source, target }, never)).toEqual(notEmpty)
    expect(await wholeHistory(target)).toEqual(before)
  })

  test('anything, where the source is empty', async () => {
    const target = await sqliteWith('two.db', storedEvents(1))
    expect(await copyHistory({ source: sqlite('one.db'), target }, never)).toEqual(notEmpty)
  })
})

test('what was copied otherwise is found by the comparison', async () => {
  const original = storedEvents(10)
  const source = await sqliteWith('one.db', original)
  for (const part of ['type', 'data', 'metadata', 'created'] as const) {
    const altered = original.map((event, index) =>
      index === 4 ? { ...event, [part]: part === 'created' ? 1 : '{}' } : event,
    )
    const target = await sqliteWith(`${part}.db`, altered)
    expect(await copyHistory({ source, target }, never)).toEqual({
      outcome: 'refused',
      refusal: { code: 'histories-differ', difference: part, at: 5 },
    })
  }
})

test('what is written to the source meanwhile is left to the next copy', async () => {
  const original = storedEvents(30)
  const source = await sqliteWith('one.db', original.slice(0, 20))
  const target = sqlite('two.db')
  const written = {
    ...target,
    async append(page: readonly StoredEvent[]) {
      if ((await wholeHistory(source)).length === 20) await source.append(original.slice(20))
      return target.append(page)
    },
  }
  expect(await copyHistory({ source, target: written, pageSize: 7 }, never)).toMatchObject({ compared: 20 })
  expect(await copyHistory({ source, target }, never)).toMatchObject({ found: 20, copied: 10, compared: 30 })
})

test('a server that dies is told, and a copy that is cancelled ends', async () => {
  const source = await sqliteWith('one.db', storedEvents(10))
  const target = eventStoreDb()
  const dying = {
    ...target,
    async append(page: readonly StoredEvent[]) {
      await server.stop()
      return target.append(page)
    },
  }
  expect(await copyHistory({ source, target: dying }, never)).toEqual({
    outcome: 'refused',
    refusal: { code: 'target-unavailable' },
  })
  const cancelled = AbortSignal.abort()
  await expect(copyHistory({ source, target: sqlite('two.db') }, cancelled)).rejects.toThrow(/abort/)
})

test('JSON that EventStoreDB would write otherwise is not copied to it', async () => {
  for (const [index, data] of ['{"a": 1}', '{"a":1.0}', '[]', '{'].entries()) {
    const source = await sqliteWith(`${index}.db`, [{ ...at(storedEvents(1), 0), data }])
    await expect(copyHistory({ source, target: eventStoreDb() }, never)).rejects.toThrow(/word for word/)
  }
  expect(await eventStoreDb().head()).toBeNull()
})

function at(events: readonly StoredEvent[], index: number): StoredEvent {
  const event = events[index]
  if (event === undefined) throw new RangeError('the history is shorter')
  return event
}

/** The first event comes behind one of another stream. */
function inOtherOrder(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const first = at(events, 0)
  const other = events.find(({ stream, revision }) => stream !== first.stream && revision === 0)
  return other === undefined ? [] : [other, first]
}
