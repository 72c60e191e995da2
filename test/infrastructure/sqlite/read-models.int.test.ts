import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase } from '../../../src/infrastructure/sqlite/open-database'
import { openSqliteReadModels } from '../../../src/infrastructure/sqlite/read-models/read-models'
import { readModelsContract } from '../../contract/read-models'
import { dataset, token, user } from '../../contract/read-models/samples'
import { type ReadModelsFile, readModelsFile } from './read-models-file'

readModelsContract('SQLite', async () => {
  const file = await readModelsFile()
  return { models: await file.open(), close: file.remove }
})

describe('a file of read models', () => {
  let file: ReadModelsFile
  beforeEach(async () => {
    file = await readModelsFile()
  })
  afterEach(() => file.remove())

  const prepared = async (storeId = 'store-1') => {
    const models = await file.open()
    await models.prepare(storeId)
    return models
  }
  const putUser = (userId: string) => ({ model: 'users', put: user(userId) }) as const

  it('is readable by its owner only, with all that lies beside it', async () => {
    const models = await prepared()
    await models.apply(null, 1n, [putUser('u1')])
    for (const ending of ['', '-wal', '-shm']) {
      expect((await stat(file.path + ending)).mode & 0o777).toBe(0o600)
    }
  })

  it('outlives its process', async () => {
    const before = await prepared()
    await before.apply(null, 7n, [putUser('u1')])
    await before.close()
    const after = await prepared()
    expect(await after.position()).toBe(7n)
    expect(await after.users()).toStrictEqual([user('u1')])
  })

  it('is made again by another version, and tables that it does not know are dropped', async () => {
    const before = await prepared()
    await before.apply(null, 7n, [putUser('u1')])
    const database = openDatabase(file.path, { synchronous: 'NORMAL' })
    database.exec(`CREATE TABLE "of another's" (a); UPDATE position SET version = '0'`)
    const after = await prepared()
    expect(await after.position()).toBeNull()
    expect(await after.users()).toStrictEqual([])
    expect(database.prepare('SELECT name FROM sqlite_schema').raw().all().flat()).not.toContain(
      "of another's",
    )
    database.close()
  })

  it('takes nothing more from a process of another store or version', async () => {
    const left = await prepared('store-1')
    await left.apply(null, 7n, [])
    const right = await prepared('store-2')
    await right.apply(null, 7n, [])
    await expect(left.apply(7n, 8n, [putUser('u1')])).rejects.toThrow('another store or version')
    expect(await left.position()).toBeNull()
    expect(await right.position()).toBe(7n)
    expect(await right.users()).toStrictEqual([])
  })

  it('can be opened and prepared by many at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => prepared()))
    const outcomes = await Promise.all(all.map((models, n) => models.apply(null, 1n, [putUser(`u${n}`)])))
    expect(outcomes.toSorted()).toStrictEqual(['applied', 'moved', 'moved', 'moved'])
    for (const models of all) {
      expect(await models.users()).toStrictEqual([user(`u${outcomes.indexOf('applied')}`)])
    }
  })

  it('is waited for while another process writes, and can be read meanwhile', async () => {
    const models = await prepared()
    const other = openDatabase(file.path, { synchronous: 'NORMAL' })
    other.exec('BEGIN IMMEDIATE')
    const outcome = models.apply(null, 1n, [putUser('u1')])
    expect(await models.users()).toStrictEqual([])
    other.exec('ROLLBACK')
    other.close()
    expect(await outcome).toBe('applied')
    expect(await models.users()).toStrictEqual([user('u1')])
  })

  it('takes all changes of a call or none', async () => {
    const models = await prepared()
    const halfByte = { model: 'datasets', put: dataset('d1', { bytes: 0.5 }) } as const
    await expect(models.apply(null, 1n, [putUser('u1'), halfByte])).rejects.toThrow()
    expect(await models.position()).toBeNull()
    expect(await models.users()).toStrictEqual([])
    expect(await models.apply(null, 1n, [putUser('u1')])).toBe('applied')
  })

  it('is not believed where it holds what no event can have made', async () => {
    const models = await prepared()
    await models.apply(null, 1n, [{ model: 'tokens', put: token('t1') }])
    const database = openDatabase(file.path, { synchronous: 'NORMAL' })
    database.exec(`UPDATE tokens SET state = 'spent'`)
    await expect(models.token('t1')).rejects.toThrow('none of their columns can have')
    database.exec(`UPDATE tokens SET state = 'issued', kinds = '["dataset","other"]'`)
    await expect(models.token('t1')).rejects.toThrow('none of their columns can have')
    database.close()
  })

  it('takes nothing before it is prepared, or after it is closed', async () => {
    const models = await file.open()
    await expect(models.apply(null, 1n, [])).rejects.toThrow('have not been prepared')
    await models.prepare('store-1')
    await models.close()
    await expect(models.apply(null, 1n, [])).rejects.toThrow('are closed')
    await models.close()
  })
})

it('says of a file that can not be opened why, but not where it is', async () => {
  const missing = path.join(tmpdir(), 'no-such-directory', 'read-models.db')
  const fault = await openSqliteReadModels({ path: missing }).catch((thrown: unknown) => thrown)
  expect(fault).toMatchObject({ message: 'the database file could not be opened', code: 'ENOENT' })
})
