import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isBusy, whileBusy } from '../../../src/infrastructure/sqlite/busy'
import { type Database, openDatabase } from '../../../src/infrastructure/sqlite/open-database'

describe('a database', () => {
  let directory: string
  let file: string
  let opened: Database[]
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'database-'))
    file = path.join(directory, 'a.db')
    opened = []
  })
  afterEach(() => {
    for (const database of opened) database.close()
    rmSync(directory, { recursive: true })
  })

  const open = (options: Parameters<typeof openDatabase>[1]) => {
    const database = openDatabase(file, options)
    opened.push(database)
    return database
  }
  const pragma = (database: Database, name: string) => database.prepare(`PRAGMA ${name}`).raw().all().flat()
  const thrownBy = (work: () => unknown): unknown => {
    try {
      return work()
    } catch (fault) {
      return fault
    }
  }

  test.each([
    ['FULL', 2],
    ['NORMAL', 1],
  ] as const)('runs with synchronous %s, also when it is opened again', (synchronous, expected) => {
    for (const database of [open({ synchronous }), open({ synchronous })]) {
      expect(pragma(database, 'synchronous')).toStrictEqual([expected])
      expect(pragma(database, 'journal_mode')).toStrictEqual(['wal'])
      expect(pragma(database, 'secure_delete')).toStrictEqual([1])
    }
  })

  test('is private, also one that was not', () => {
    writeFileSync(file, '')
    chmodSync(file, 0o644)
    open({ synchronous: 'FULL' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('overwrites what is deleted', () => {
    const database = open({ synchronous: 'FULL' })
    const holdsSecret = () => {
      database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
      return readFileSync(file).includes('a secret of its own')
    }
    database.exec(`CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('a secret of its own')`)
    expect(holdsSecret()).toBe(true)
    database.exec('DELETE FROM t')
    expect(holdsSecret()).toBe(false)
  })

  test('can be read but not changed by a reader', () => {
    const writer = open({ synchronous: 'FULL' })
    writer.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)')
    const reader = open({ synchronous: 'FULL', readonly: true })
    expect(reader.prepare('SELECT a FROM t').raw().all()).toStrictEqual([[1]])
    expect(thrownBy(() => reader.exec('INSERT INTO t VALUES (2)'))).toMatchObject({ code: 'SQLITE_READONLY' })
  })

  test('is made by a writer only', () => {
    const fault = thrownBy(() => open({ synchronous: 'FULL', readonly: true }))
    expect(fault).toMatchObject({ code: 'ENOENT', message: 'the database file could not be opened' })
    expect(thrownBy(() => statSync(file))).toMatchObject({ code: 'ENOENT' })
  })

  test('is not what another file is', () => {
    writeFileSync(file, 'no database '.repeat(1_000))
    expect(thrownBy(() => open({ synchronous: 'FULL' }))).toMatchObject({ code: 'SQLITE_NOTADB' })
  })

  test('is busy while another connection writes', () => {
    const [one, other] = [open({ synchronous: 'FULL' }), open({ synchronous: 'FULL' })]
    one.exec('BEGIN IMMEDIATE')
    expect(isBusy(thrownBy(() => other.exec('BEGIN IMMEDIATE')))).toBe(true)
    one.exec('ROLLBACK')
    expect(thrownBy(() => other.exec('BEGIN IMMEDIATE'))).not.toBeInstanceOf(Error)
  })
})

describe('whileBusy', () => {
  const busy = () => Object.assign(new Error('locked'), { rawCode: 261 })

  test('tries again what is busy', () => {
    const attempts = [busy(), busy()]
    const result = whileBusy(() => {
      const fault = attempts.pop()
      if (fault !== undefined) throw fault
      return 'done'
    })
    expect(result).toBe('done')
    expect(attempts).toStrictEqual([])
  })

  test('gives up in the end', () => {
    expect(() =>
      whileBusy(() => {
        throw busy()
      }, 5),
    ).toThrow('locked')
  })

  test('does not try again what has another fault', () => {
    let attempts = 0
    expect(() =>
      whileBusy(() => {
        attempts += 1
        throw Object.assign(new Error('full'), { rawCode: 13 })
      }),
    ).toThrow('full')
    expect(attempts).toBe(1)
  })
})
