import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { DatasetStore, PlacedRecord, StoredFile } from '../../src/application/ports/dataset-store'
import { gathered } from './spool'

export const keptRecord = (importId: string): PlacedRecord => ({
  kind: 'kept',
  process: 'host+boot+1+2+3',
  facts: {
    datasetId: importId,
    tokenId: randomUUID(),
    projectId: 1,
    userId: randomUUID(),
    kind: 'external',
    uuid: randomUUID(),
    definitionSha256: 'ab'.repeat(32),
    policyVersion: null,
    derivationVersion: 'p1',
    columns: [{ name: 'größe', type: 'integer', action: 'keep' }],
    rows: 2,
    bytes: 8,
    sha256: 'cd'.repeat(32),
    ignored: ['Success'],
  },
  title: 'Herz',
  tableName: null,
  pseudonyms: { domain: 1, columns: [{ name: 'größe', label: '', origin: 'derived' }] },
  answer: '{"status":"imported"}',
})

export const ephemeralRecord = (importId: string, expiresAt = 1_000): PlacedRecord => ({
  kind: 'ephemeral',
  process: 'host+boot+1+2+3',
  facts: {
    importId,
    tokenId: randomUUID(),
    projectId: 1,
    userId: randomUUID(),
    policyVersion: null,
    derivationVersion: 'p1',
    startedAt: 10,
  },
  expiresAt,
  sealedAnswer: 'AAAA',
})

export const textOf = async (file: StoredFile | null): Promise<string | null> =>
  file === null ? null : (await gathered(file.read())).toString()

export async function placeDataset(
  store: DatasetStore,
  importId: string,
  table = 'a,b\n1,2\n',
): Promise<void> {
  const staging = await store.stage(importId)
  await writeFile(staging.tablePath, table)
  await staging.place('datasets', keptRecord(importId))
}

export async function placeResult(
  store: DatasetStore,
  importId: string,
  files: { readonly table: string; readonly keyfile?: string; readonly expiresAt?: number },
): Promise<void> {
  const staging = await store.stage(importId)
  await writeFile(staging.tablePath, files.table)
  if (files.keyfile !== undefined) await writeFile(staging.keyfilePath, files.keyfile)
  await staging.place('results', ephemeralRecord(importId, files.expiresAt))
}

const always = async () => true

/** What every adapter of `DatasetStore` keeps. */
export function datasetStoreContract(adapter: string, open: () => Promise<DatasetStore>): void {
  describe(`${adapter} as DatasetStore`, () => {
    let store: DatasetStore
    let id: string
    beforeEach(async () => {
      store = await open()
      id = randomUUID()
    })

    test('has nothing at first', async () => {
      expect(await store.record('datasets', id)).toBeNull()
      expect(await store.record('results', id)).toBeNull()
      expect(await store.table(id)).toBeNull()
      expect(await store.keyfile(id)).toBeNull()
      expect(await store.claimResult(id, 'table')).toBeNull()
      await store.remove('datasets', id)
      await store.discardExpiredResults(0, always)
      expect(await store.placed('datasets')).not.toContain(id)
      expect(await store.placedAt('datasets', id)).toBeNull()
    })

    test('shows nothing before it is placed, then table, keyfile and record', async () => {
      const staging = await store.stage(id)
      await writeFile(staging.tablePath, 'a,b\n1,2\n')
      await writeFile(staging.keyfilePath, 'sealed')
      expect(await store.table(id)).toBeNull()
      const record = keptRecord(id)
      await staging.place('datasets', record)
      expect(await store.record('datasets', id)).toEqual(record)
      expect((await store.table(id))?.bytes).toBe(8)
      expect(await textOf(await store.table(id))).toBe('a,b\n1,2\n')
      expect(await textOf(await store.keyfile(id))).toBe('sealed')
    })

    test('keeps the areas apart', async () => {
      const [dataset, result] = [randomUUID(), randomUUID()]
      await placeDataset(store, dataset)
      await placeResult(store, result, { table: 'sealed' })
      expect(await store.record('results', dataset)).toBeNull()
      expect(await store.record('datasets', result)).toBeNull()
      expect(await store.table(result)).toBeNull()
      expect(await store.claimResult(dataset, 'table')).toBeNull()
    })

    test('has no keyfile where none was written', async () => {
      await placeDataset(store, id)
      expect(await store.keyfile(id)).toBeNull()
    })

    test.each([
      [undefined, undefined, '0123456789'],
      [0, 10, '0123456789'],
      [3, undefined, '3456789'],
      [3, 5, '34'],
      [9, 10, '9'],
      [4, 4, ''],
    ])('reads from %p up to before %p', async (start, end, text) => {
      await placeDataset(store, id, '0123456789')
      const file = await store.table(id)
      if (file === null) throw new Error('the table was placed')
      expect((await gathered(file.read(start, end))).toString()).toBe(text)
    })

    test('reads a file of many blocks, as often as asked', async () => {
      const table = 'id,value\n'.repeat(100_000)
      await placeDataset(store, id, table)
      const file = await store.table(id)
      expect(await textOf(file)).toBe(table)
      expect(await textOf(file)).toBe(table)
    })

    test('discards what was staged, and never what was placed', async () => {
      const staging = await store.stage(id)
      await writeFile(staging.tablePath, 'a')
      await staging.discard()
      await staging.discard()
      await expect(staging.place('datasets', keptRecord(id))).rejects.toMatchObject({ name: 'StagingLost' })
      expect(await store.record('datasets', id)).toBeNull()

      const again = await store.stage(id)
      await writeFile(again.tablePath, 'b')
      await again.place('datasets', keptRecord(id))
      await again.discard()
      expect(await textOf(await store.table(id))).toBe('b')
    })

    test('lists what is in place, and since when', async () => {
      const result = randomUUID()
      const begun = Date.now()
      await store.stage(randomUUID())
      await placeDataset(store, id)
      await placeResult(store, result, { table: 'a' })
      expect(await store.placed('datasets')).toContain(id)
      expect(await store.placed('datasets')).not.toContain(result)
      expect(await store.placed('results')).toEqual([result])
      const placedAt = await store.placedAt('datasets', id)
      expect(placedAt).toBeGreaterThan(begun - 1_000)
      expect(placedAt).toBeLessThan(Date.now() + 1_000)
      expect(await store.placedAt('results', id)).toBeNull()
      await store.remove('results', result)
      expect(await store.placed('results')).toEqual([])
    })

    test('removes all of an import, and nothing of another', async () => {
      const other = randomUUID()
      await placeDataset(store, id)
      await placeDataset(store, other)
      await store.remove('datasets', id)
      await store.remove('datasets', id)
      expect(await store.record('datasets', id)).toBeNull()
      expect(await store.table(id)).toBeNull()
      expect(await textOf(await store.table(other))).toBe('a,b\n1,2\n')
    })

    test('tells the digest of a table as it lies there, and of no result', async () => {
      const result = randomUUID()
      await placeDataset(store, id, 'abc')
      await placeResult(store, result, { table: 'abc' })
      // FIPS 180-2, appendix B.1.
      const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
      expect(await store.digest(id)).toBe(digest)
      expect(await store.digest(result)).toBeNull()
      expect(await store.digest(randomUUID())).toBeNull()
    })

    test('tells whether a result waits, also while it is delivered', async () => {
      await placeDataset(store, id)
      expect(await store.resultWaits(id)).toBe(false)
      const result = randomUUID()
      await placeResult(store, result, { table: 'a', keyfile: 'b' })
      expect(await store.resultWaits(result)).toBe(true)
      const table = await store.claimResult(result, 'table')
      expect(await store.resultWaits(result)).toBe(true)
      await table?.delivered()
      expect(await store.resultWaits(result)).toBe(false)
    })

    test('delivers each part once, and with the last all is gone', async () => {
      await placeResult(store, id, { table: 'sealed table', keyfile: 'sealed keyfile' })
      const table = await store.claimResult(id, 'table')
      expect(table?.bytes).toBe(12)
      expect(await textOf(table)).toBe('sealed table')
      await table?.delivered()
      expect(await store.claimResult(id, 'table')).toBeNull()
      expect(await store.record('results', id)).not.toBeNull()
      const keyfile = await store.claimResult(id, 'keyfile')
      expect(await textOf(keyfile)).toBe('sealed keyfile')
      await keyfile?.delivered()
      expect(await store.record('results', id)).toBeNull()
    })

    test('keeps the record while another part is being delivered', async () => {
      await placeResult(store, id, { table: 'a', keyfile: 'b' })
      const table = await store.claimResult(id, 'table')
      const keyfile = await store.claimResult(id, 'keyfile')
      await table?.delivered()
      expect(await store.record('results', id)).not.toBeNull()
      await keyfile?.giveBack()
      expect(await textOf(await store.claimResult(id, 'keyfile'))).toBe('b')
    })

    test('gives a part to one of many deliveries', async () => {
      await placeResult(store, id, { table: 'a' })
      const claims = await Promise.all(Array.from({ length: 10 }, () => store.claimResult(id, 'table')))
      expect(claims.filter((claim) => claim !== null)).toHaveLength(1)
    })

    test('lets a delivery that broke off be repeated', async () => {
      await placeResult(store, id, { table: 'a' })
      const broken = await store.claimResult(id, 'table')
      expect(await store.claimResult(id, 'table')).toBeNull()
      await broken?.giveBack()
      expect(await textOf(await store.claimResult(id, 'table'))).toBe('a')
    })

    test('discards results from the instant they expire', async () => {
      const [early, late] = [randomUUID(), randomUUID()]
      await placeResult(store, early, { table: 'a', keyfile: 'b', expiresAt: 1_000 })
      await placeResult(store, late, { table: 'c', expiresAt: 1_001 })
      await store.discardExpiredResults(999, always)
      expect(await store.record('results', early)).not.toBeNull()
      await store.discardExpiredResults(1_000, always)
      expect(await store.record('results', early)).toBeNull()
      expect(await store.claimResult(early, 'table')).toBeNull()
      expect(await textOf(await store.claimResult(late, 'table'))).toBe('c')
    })

    test('discards of the expired only what may go', async () => {
      const [settled, open] = [randomUUID(), randomUUID()]
      for (const result of [settled, open]) await placeResult(store, result, { table: 'a', expiresAt: 1_000 })
      await store.discardExpiredResults(1_000, async (result) => result === settled)
      expect(await store.placed('results')).toEqual([open])
    })

    test.each(['delivered', 'giveBack'] as const)(
      'has nothing back when %s comes after expiry',
      async (end) => {
        await placeResult(store, id, { table: 'a', expiresAt: 1_000 })
        const claim = await store.claimResult(id, 'table')
        await store.discardExpiredResults(1_000, always)
        await claim?.[end]()
        expect(await store.claimResult(id, 'table')).toBeNull()
        expect(await store.record('results', id)).toBeNull()
      },
    )

    test.each(['', '..', '../datasets', 'A0000000-0000-4000-8000-000000000000'])(
      'refuses "%s", which is no import id',
      async (text) => {
        await expect(store.stage(text)).rejects.toThrow('not an import id')
        await expect(store.record('datasets', text)).rejects.toThrow('not an import id')
        await expect(store.table(text)).rejects.toThrow('not an import id')
        await expect(store.keyfile(text)).rejects.toThrow('not an import id')
        await expect(store.remove('results', text)).rejects.toThrow('not an import id')
        await expect(store.claimResult(text, 'table')).rejects.toThrow('not an import id')
      },
    )
  })
}
