import { randomUUID } from 'node:crypto'
import { mkdir, rm, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { StagingLost } from '../../../src/application/ports/dataset-store'
import { fileDatasetStore } from '../../../src/infrastructure/filesystem/dataset-store'
import {
  datasetStoreContract,
  ephemeralRecord,
  keptRecord,
  placeDataset,
  placeResult,
  textOf,
} from '../../contract/dataset-store'
import { filesBelow, modesBelow, temporaryDirectory } from './files'

const root = temporaryDirectory()
const below = (...names: string[]) => path.join(root(), ...names)

/** The store as a process sees it that knows which others have ended. */
const storeOf = (process: string, ...dead: readonly string[]) =>
  fileDatasetStore(root(), { process, isDead: (other) => dead.includes(other) })

datasetStoreContract('a directory', async () => storeOf('host+boot+1+2+3'))

const id = randomUUID()
const always = async () => true

describe('on the disk', () => {
  test('a placed import is one directory, for this user only', async () => {
    const staging = await storeOf('p1').stage(id)
    await writeFile(staging.tablePath, 'a', { mode: 0o600 })
    await writeFile(staging.keyfilePath, 'b', { mode: 0o600 })
    await staging.place('datasets', keptRecord(id))
    expect(await modesBelow(root())).toEqual([
      'd 700 datasets',
      `d 700 datasets/${id}`,
      'd 700 staging',
      'd 700 staging/p1',
      `f 600 datasets/${id}/keyfile.age`,
      `f 600 datasets/${id}/record.json`,
      `f 600 datasets/${id}/table.csv`,
    ])
  })

  test('nothing is left of what was discarded, removed, delivered or has expired', async () => {
    const store = storeOf('p1')
    const ids = Array.from({ length: 3 }, () => randomUUID())
    await (await store.stage(id)).discard()
    await placeDataset(store, ids[0] ?? '')
    await store.remove('datasets', ids[0] ?? '')
    await placeResult(store, ids[1] ?? '', { table: 'a', keyfile: 'b' })
    await (await store.claimResult(ids[1] ?? '', 'keyfile'))?.delivered()
    await (await store.claimResult(ids[1] ?? '', 'table'))?.delivered()
    await placeResult(store, ids[2] ?? '', { table: 'a', expiresAt: 5 })
    await store.discardExpiredResults(5, always)
    expect(await modesBelow(root())).toEqual([
      'd 700 datasets',
      'd 700 results',
      'd 700 staging',
      'd 700 staging/p1',
    ])
  })

  test('a second import never replaces a placed one', async () => {
    await placeDataset(storeOf('p1'), id, 'first')
    await expect(placeDataset(storeOf('p2'), id, 'second')).rejects.toThrow()
    expect(await textOf(await storeOf('p1').table(id))).toBe('first')
  })

  test.each([
    '',
    '{',
    '{}',
    '[]',
    'null',
    '{"version":2,"kind":"kept"}',
    '{"version":1,"kind":"kept","process":"p"}',
  ])('a record of %p is none', async (text) => {
    await placeDataset(storeOf('p1'), id)
    await writeFile(below('datasets', id, 'record.json'), text)
    expect(await storeOf('p1').record('datasets', id)).toBeNull()
  })

  test('a removal that a crash cut short is finished by the next', async () => {
    await placeResult(storeOf('p1'), id, { table: 'a', expiresAt: 5 })
    await unlink(below('results', id, 'table.age'))
    await storeOf('p1').discardExpiredResults(5, always)
    await mkdir(below('results', randomUUID()))
    await storeOf('p1').discardExpiredResults(0, always)
    expect(await modesBelow(below('results'))).toEqual([])
  })

  test('an empty directory is what is left of a removal, and goes; one that holds anything stays', async () => {
    await mkdir(below('datasets', id), { recursive: true })
    await placeDataset(storeOf('p1'), '00000000-0000-4000-8000-000000000000')
    await storeOf('p1').removeEmpty('datasets', id)
    await storeOf('p1').removeEmpty('datasets', id)
    await storeOf('p1').removeEmpty('datasets', '00000000-0000-4000-8000-000000000000')
    expect(await storeOf('p1').placed('datasets')).toEqual(['00000000-0000-4000-8000-000000000000'])
  })

  test('a result whose record cannot be read is left alone', async () => {
    await placeResult(storeOf('p1'), id, { table: 'a', expiresAt: 5 })
    await writeFile(below('results', id, 'record.json'), '{"version":2}')
    await storeOf('p1').discardExpiredResults(10, always)
    expect(await filesBelow(below('results', id))).toEqual(['record.json', 'table.age'])
  })
})

describe('several processes', () => {
  test('stage apart, and place for each other to see', async () => {
    await placeDataset(storeOf('p1'), id)
    expect(await textOf(await storeOf('p2').table(id))).toBe('a,b\n1,2\n')
  })

  test('give a part to one of two that claim at once', async () => {
    for (let round = 0; round < 20; round++) {
      const result = randomUUID()
      await placeResult(storeOf('p1'), result, { table: 'a' })
      const claims = await Promise.all(['p1', 'p2'].map((name) => storeOf(name).claimResult(result, 'table')))
      expect(claims.filter((claim) => claim !== null)).toHaveLength(1)
    }
  })

  test('take back the claim of one that has ended, and of no other', async () => {
    await placeResult(storeOf('p1'), id, { table: 'a' })
    await storeOf('p1').claimResult(id, 'table')
    expect(await storeOf('p2', 'p3').claimResult(id, 'table')).toBeNull()
    const taken = await storeOf('p2', 'p1').claimResult(id, 'table')
    expect(await textOf(taken)).toBe('a')
    expect(await storeOf('p4', 'p1').claimResult(id, 'table')).toBeNull()
    await taken?.delivered()
    expect(await filesBelow(below('results'))).toEqual([])
  })

  test('give back the claims of those that have ended, and of no others', async () => {
    const [lost, held] = [randomUUID(), randomUUID()]
    await placeResult(storeOf('p1'), lost, { table: 'a', keyfile: 'b' })
    await placeResult(storeOf('p1'), held, { table: 'c' })
    for (const part of ['table', 'keyfile'] as const) await storeOf('p1').claimResult(lost, part)
    await storeOf('p2').claimResult(held, 'table')
    await storeOf('p3', 'p1').giveBackLostClaims()
    expect(await filesBelow(below('results', lost))).toEqual(['keyfile.age', 'record.json', 'table.age'])
    expect(await filesBelow(below('results', held))).toEqual(['record.json', 'table.age.claimed.p2'])
    expect(await textOf(await storeOf('p3').claimResult(lost, 'table'))).toBe('a')
  })

  const minute = 60_000
  const stageABit = async (...names: readonly string[]) => {
    for (const name of names) await writeFile((await storeOf(name).stage(id)).tablePath, 'a')
  }

  test('remove at once the staging of those that have ended, and of no others', async () => {
    await stageABit('p1', 'p2')
    await mkdir(below('staging', 'removed-half'))
    await storeOf('p3', 'p1').removeLostStaging(Date.now() - 10 * minute)
    expect(await filesBelow(below('staging'))).toEqual([`p2/${id}/table`])
    expect(await modesBelow(below('staging'))).toHaveLength(3)
  })

  test('remove the staging of those that are silent, and of nobody who gives a sign of life', async () => {
    await stageABit('p1', 'p2', 'p3')
    // Whole seconds, which every file system can keep.
    const now = Math.ceil(Date.now() / 1_000) * 1_000 + 60 * minute
    await storeOf('p2').beat(now)
    // Of itself a process knows that it is there.
    await storeOf('p3').removeLostStaging(now - 10 * minute)
    expect(await filesBelow(below('staging'))).toEqual([`p2/${id}/table`, `p3/${id}/table`])
    await storeOf('p3').removeLostStaging(now)
    expect(await filesBelow(below('staging'))).toEqual([`p2/${id}/table`, `p3/${id}/table`])
    await storeOf('p3').removeLostStaging(now + 1)
    expect(await filesBelow(below('staging'))).toEqual([`p3/${id}/table`])
  })

  test('remove lost staging at once, all of them', async () => {
    await stageABit('p1', 'p2', 'p3')
    const lookers = ['p4', 'p5', 'p6'].map((name) => storeOf(name, 'p1', 'p2', 'p3'))
    await Promise.all(lookers.map((store) => store.removeLostStaging(0)))
    expect(await filesBelow(below('staging'))).toEqual([])
  })

  test('have no staging and no claims to look after at first', async () => {
    await storeOf('p1').beat(Date.now())
    await storeOf('p1').removeLostStaging(Date.now())
    await storeOf('p1').giveBackLostClaims()
    expect(await modesBelow(root())).toEqual([])
  })
})

describe('staging that someone removed', () => {
  test('because its process was silent for too long can no longer be placed', async () => {
    const staging = await storeOf('p1').stage(id)
    await writeFile(staging.tablePath, 'a')
    await storeOf('p2').removeLostStaging(Date.now() + 1)
    await storeOf('p1').beat(Date.now())
    await expect(staging.place('datasets', keptRecord(id))).rejects.toBeInstanceOf(StagingLost)
    expect(await filesBelow(root())).toEqual([])
  })

  test.each(['the whole', 'the table'])('can no longer be placed: %s', async (what) => {
    const staging = await storeOf('p1').stage(id)
    await writeFile(staging.tablePath, 'a')
    await rm(what === 'the whole' ? below('staging', 'p1') : staging.tablePath, { recursive: true })
    const placing = staging.place('results', ephemeralRecord(id))
    await expect(placing).rejects.toBeInstanceOf(StagingLost)
    expect(await filesBelow(root())).toEqual([])
    await staging.discard()
  })

  test('does not keep the next import from being staged', async () => {
    const store = storeOf('p1')
    await store.stage(randomUUID())
    await rm(below('staging'), { recursive: true })
    await placeDataset(store, id)
    expect(await textOf(await store.table(id))).toBe('a,b\n1,2\n')
  })
})
