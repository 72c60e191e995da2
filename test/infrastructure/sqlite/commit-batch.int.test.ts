import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { batchCommitter } from '../../../src/infrastructure/sqlite/commit-batch'
import { createEventsTable } from '../../../src/infrastructure/sqlite/events-table'
import { type Database, openDatabase } from '../../../src/infrastructure/sqlite/open-database'
import type { AppendCall, Batch } from '../../../src/infrastructure/sqlite/writer-protocol'
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory'

const call = (stream: string, expected: number): AppendCall => ({
  stream,
  expected,
  events: [{ id: randomUUID(), type: 'TokenRevoked.v1', data: '{}', metadata: '{}' }],
})

describe('a batch of appends', () => {
  let directory: TemporaryDirectory
  let database: Database
  let commit: (...calls: readonly AppendCall[]) => ReturnType<ReturnType<typeof batchCommitter>>
  beforeEach(async () => {
    directory = await temporaryDirectory()
    database = openDatabase(path.join(directory.path, 'events.db'), { synchronous: 'FULL' })
    createEventsTable(database)
    const committer = batchCommitter(database, 50)
    commit = (...calls) => committer({ calls, created: 0 } satisfies Batch)
  })
  afterEach(async () => {
    database.close()
    await directory.remove()
  })
  const storedEvents = () => database.prepare('SELECT count(*) FROM events').raw().all().flat()

  it('decides each append by itself, on what the ones before it wrote', () => {
    const first = call('a', -1)
    expect(commit(first, call('a', -1), call('a', 0), first, call('b', 3))).toStrictEqual([
      { outcome: 'appended', revision: 0, position: 1n },
      { outcome: 'conflict', actual: 0 },
      { outcome: 'appended', revision: 1, position: 2n },
      { outcome: 'appended', revision: 0, position: 1n },
      { outcome: 'conflict', actual: 'no-stream' },
    ])
    expect(storedEvents()).toStrictEqual([2])
  })

  it('is unavailable as a whole when writing fails, and can be repeated', () => {
    database.exec(`
      CREATE TRIGGER full_disk AFTER INSERT ON events WHEN NEW.stream = 'b'
      BEGIN SELECT RAISE(ABORT, 'as a full disk would'); END`)
    const calls = [call('a', -1), call('b', -1)]
    expect(commit(...calls)).toStrictEqual([{ outcome: 'unavailable' }, { outcome: 'unavailable' }])
    expect(storedEvents()).toStrictEqual([0])

    database.exec('DROP TRIGGER full_disk')
    expect(commit(...calls)).toMatchObject([{ outcome: 'appended' }, { outcome: 'appended' }])
  })

  it('is unknown as a whole when the commit itself fails, conflicts too', () => {
    // A deferred constraint is the one fault that SQLite can be made to find at the commit.
    database.exec(`
      PRAGMA foreign_keys = ON;
      CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER orphan AFTER INSERT ON events BEGIN INSERT INTO child VALUES (1); END`)
    const calls = [call('a', -1), call('a', -1)]
    expect(commit(...calls)).toStrictEqual([{ outcome: 'unknown' }, { outcome: 'unknown' }])

    database.exec('DROP TRIGGER orphan')
    expect(commit(...calls)).toMatchObject([{ outcome: 'appended' }, { outcome: 'conflict', actual: 0 }])
    expect(storedEvents()).toStrictEqual([1])
  })

  it('throws what is no fault of the database, and leaves no transaction open', () => {
    const unfit = { ...call('a', -1), stream: {} as string }
    expect(() => commit(call('b', -1), unfit)).toThrow()
    expect(database.inTransaction).toBe(false)
    expect(storedEvents()).toStrictEqual([0])
  })
})
