import { randomUUID } from 'node:crypto'
import { copyFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { masterKey } from '../../../src/infrastructure/crypto/master-key'
import { fileExportCredentials } from '../../../src/infrastructure/filesystem/export-credentials'
import { exportCredentialsContract } from '../../contract/export-credentials'
import { filesBelow, modesBelow, standsBelow, temporaryDirectory } from './files'

const root = temporaryDirectory()
const directory = () => path.join(root(), 'credentials')
const key = masterKey(new Uint8Array(32).fill(7))
const open = () => fileExportCredentials(directory(), key)
const password = { kind: 'password', password: 'hunter2' } as const
const id = randomUUID()

exportCredentialsContract('a directory', open)

test('a credential opens in the next process, and stands in no clear byte on the disk', async () => {
  await open().keep(id, password)
  expect(await open().open(id)).toStrictEqual(password)
  expect(await standsBelow(root(), 'hunter2')).toBe(false)
  expect(await modesBelow(root())).toEqual(['d 700 credentials', `f 600 credentials/${id}`])
})

test('forgetting leaves nothing, not even what a crash left behind', async () => {
  await open().keep(id, password)
  await copyFile(path.join(directory(), id), path.join(directory(), `${id}.new-0b8f`))
  await open().forget(id)
  expect(await filesBelow(directory())).toEqual([])
})

test("a file that is another credential's, or of another master key, is a fault", async () => {
  const other = randomUUID()
  await open().keep(id, password)
  await open().keep(other, password)
  const another = fileExportCredentials(directory(), masterKey(new Uint8Array(32).fill(8)))
  await expect(another.open(id)).rejects.toThrow()
  await rename(path.join(directory(), other), path.join(directory(), id))
  await expect(open().open(id)).rejects.toThrow()
})

test.each(['../x', '', 'x'])('"%s" is no file name', async (name) => {
  await expect(open().keep(name, password)).rejects.toThrow()
  await expect(open().open(name)).rejects.toThrow()
  await expect(open().forget(name)).rejects.toThrow()
})
