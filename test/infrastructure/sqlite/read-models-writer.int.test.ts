import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startWriter } from '../../../src/infrastructure/sqlite/read-models/writer'

it('starts another thread after one that has died', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'read-models-'))
  const later = path.join(directory, 'later')
  const writer = startWriter(path.join(later, 'read-models.db'))
  await expect(
    Promise.all([writer.write({ kind: 'open' }), writer.write({ kind: 'open' })]),
  ).rejects.toThrow()
  await mkdir(later)
  expect(await writer.write({ kind: 'prepare', storeId: 'store-1' })).toBe('done')
  const apply = { kind: 'apply', storeId: 'store-1', to: 1n, changes: [] } as const
  const outcomes = await Promise.all([
    writer.write({ ...apply, from: null }),
    writer.write({ ...apply, from: null }),
    writer.write({ ...apply, from: 1n, to: 2n }),
  ])
  expect(outcomes).toStrictEqual(['applied', 'moved', 'applied'])
  await writer.close()
  await rm(directory, { recursive: true })
})
