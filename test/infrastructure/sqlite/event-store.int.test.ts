import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { EventStoreUnavailable } from '../../../src/application/ports/event-store'
import { openDatabase } from '../../../src/infrastructure/sqlite/open-database'
import { keptEventStoreContract } from '../../contract/event-store'
import { follow, idsOf, newEvents, newStream } from '../../contract/event-store/samples'
import { temporaryHistory } from './temporary-history'

keptEventStoreContract('a SQLite file', async () => {
  const history = temporaryHistory()
  return {
    store: await history.open(),
    reopen: () => history.open(),
    async writeByHand({ stream, type, data, metadata }) {
      const database = openDatabase(history.path, { synchronous: 'FULL' })
      database
        .prepare(
          'INSERT INTO events (stream, revision, id, type, data, metadata, created) VALUES (?, 0, ?, ?, ?, ?, 0)',
        )
        .run([history.prefix + stream, randomUUID(), type, JSON.stringify(data), JSON.stringify(metadata)])
      database.close()
    },
    close: () => history.remove(),
  }
})

describe('a SQLite file', () => {
  const history = temporaryHistory.forEach()

  it('runs in WAL mode and is readable by its owner only, with the files beside it', async () => {
    const store = await history().open()
    await store.append(newStream(), 'no-stream', newEvents())
    const database = openDatabase(history().path, { readonly: true, synchronous: 'FULL' })
    expect(database.prepare('PRAGMA journal_mode').raw().all()).toStrictEqual([['wal']])
    database.close()
    for (const ending of ['', '-wal', '-shm']) {
      expect(statSync(history().path + ending).mode & 0o777).toBe(0o600)
    }
  })

  it('is refused when it can not be had as it must be', async () => {
    await expect(history().open({ path: ':memory:' })).rejects.toThrow('journal_mode')
    // A file is made private before it is opened, and this name is one to the file system.
    rmSync(':memory:')
    await expect(history().open({ path: `${history().path}/none` })).rejects.toThrow('could not be opened')
  })

  it('keeps deployments apart that share it, in one order of positions', async () => {
    const ours = await history().open({ streamPrefix: 'ours.' })
    const theirs = await history().open({ streamPrefix: 'theirs.' })
    const stream = newStream()
    const [first, foreign, second] = [newEvents(), newEvents(2), newEvents()]
    await ours.append(stream, 'no-stream', first)
    await theirs.append(stream, 'no-stream', foreign)
    await ours.append(stream, 0, second)

    expect(idsOf(await theirs.readStream(stream))).toStrictEqual(idsOf(foreign))
    const seen = await ours.readAll(null, 10)
    expect(idsOf(seen)).toStrictEqual(idsOf([...first, ...second]))
    expect(seen.map(({ stream: name }) => name)).toStrictEqual([stream, stream])
    const [foreignEnd, end] = [await theirs.head(), await ours.head()]
    if (end === null || foreignEnd === null) throw new Error('both have events')
    expect(end).toBeGreaterThan(foreignEnd)
    expect(idsOf(await follow(ours, null, 2))).toStrictEqual(idsOf(seen))
  })

  it('takes a prefix for text, not for a pattern', async () => {
    const store = await history().open({ streamPrefix: 'a%_.' })
    const other = await history().open({ streamPrefix: 'abc_.' })
    await other.append(newStream(), 'no-stream', newEvents())
    expect(await store.readAll(null, 10)).toStrictEqual([])
    expect(await store.head()).toBeNull()
  })

  it('passes over many events of others', async () => {
    const ours = await history().open({ streamPrefix: 'ours.' })
    const theirs = await history().open({ streamPrefix: 'theirs.' })
    await theirs.append(newStream(), 'no-stream', newEvents(700))
    const handled = follow(ours, null, 1)
    await theirs.append(newStream(), 'no-stream', newEvents(700))
    const events = newEvents()
    await ours.append(newStream(), 'no-stream', events)
    expect(idsOf(await handled)).toStrictEqual(idsOf(events))
  })

  it('tells when an event was stored by the clock it is given', async () => {
    const store = await history().open({ clock: () => 1_700_000_000_123 })
    const stream = newStream()
    await store.append(stream, 'no-stream', newEvents())
    expect((await store.readStream(stream))[0]?.created).toBe(1_700_000_000_123)
  })

  it('commits what is asked for together in one transaction, a bounded number of events in each', async () => {
    const store = await history().open()
    const appendTogether = (count: number) =>
      Promise.all(Array.from({ length: count }, () => store.append(newStream(), 'no-stream', newEvents())))
    const before = transactionsIn(`${history().path}-wal`)
    await appendTogether(400)
    expect(transactionsIn(`${history().path}-wal`) - before).toBe(1)
    await appendTogether(1_200)
    expect(transactionsIn(`${history().path}-wal`) - before).toBe(4)
  })

  it('leaves the outcome of an append unknown whose thread died, and starts another', async () => {
    const faults: unknown[] = []
    const store = await history().open({ onFault: (fault) => faults.push(fault) })
    const [event] = newEvents()
    const unbindable = { ...event, id: {} as string }
    expect(await store.append(newStream(), 'no-stream', [unbindable])).toStrictEqual({ outcome: 'unknown' })
    expect(await store.append(newStream(), 'no-stream', [event])).toMatchObject({ outcome: 'appended' })
    expect(faults).toHaveLength(1)
  })

  describe('that another process holds', () => {
    it('is unavailable after a while, and takes events again afterwards', async () => {
      const store = await history().open({ patienceMs: 50 })
      const holder = openDatabase(history().path, { synchronous: 'FULL' })
      holder.exec('BEGIN IMMEDIATE')
      const stream = newStream()
      const events = newEvents()
      expect(await store.append(stream, 'no-stream', events)).toStrictEqual({ outcome: 'unavailable' })
      expect(await store.readStream(stream)).toStrictEqual([])
      holder.exec('ROLLBACK')
      holder.close()
      expect(await store.append(stream, 'no-stream', events)).toMatchObject({ outcome: 'appended' })
    })

    it('is waited for', async () => {
      const store = await history().open({ patienceMs: 10_000 })
      const holder = openDatabase(history().path, { synchronous: 'FULL' })
      holder.exec('BEGIN IMMEDIATE')
      const appending = store.append(newStream(), 'no-stream', newEvents())
      await new Promise((resolve) => setTimeout(resolve, 20))
      holder.exec('ROLLBACK')
      holder.close()
      expect(await appending).toMatchObject({ outcome: 'appended' })
    })
  })

  describe('that is closed', () => {
    it('has answered every append that was asked for before', async () => {
      const store = await history().open()
      const streams = Array.from({ length: 50 }, newStream)
      const appending = Promise.all(streams.map((stream) => store.append(stream, 'no-stream', newEvents())))
      await store.close()
      for (const result of await appending) expect(result.outcome).toBe('appended')
      const again = await history().open()
      expect(await again.readAll(null, 100)).toHaveLength(50)
    })

    it('takes no appends, answers no reads and ends its subscriptions', async () => {
      const store = await history().open()
      const subscribed = store.subscribe(null, async () => {}, new AbortController().signal)
      await store.close()
      await expect(subscribed).resolves.toBeUndefined()
      expect(await store.append(newStream(), 'no-stream', newEvents())).toStrictEqual({
        outcome: 'unavailable',
      })
      await expect(store.readStream(newStream())).rejects.toThrow(EventStoreUnavailable)
    })

    it('may be closed again', async () => {
      const store = await history().open()
      await store.close()
      await expect(store.close()).resolves.toBeUndefined()
    })
  })
})

/** A write-ahead log marks the last page of each transaction with the size of the database after it. */
function transactionsIn(log: string): number {
  const [headerBytes, frameBytes] = [32, 24 + 4_096]
  const content = readFileSync(log)
  let transactions = 0
  for (let frame = headerBytes; frame + frameBytes <= content.length; frame += frameBytes) {
    if (content.readUInt32BE(frame + 4) > 0) transactions += 1
  }
  return transactions
}
