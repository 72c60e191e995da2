import { copyFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { masterKey } from '../../../src/infrastructure/crypto/master-key'
import { filePersonNames } from '../../../src/infrastructure/filesystem/person-names'
import { personNamesContract } from '../../contract/person-names'
import { filesBelow, modesBelow, standsBelow, temporaryDirectory } from './files'

const root = temporaryDirectory()
const keys = () => path.join(root(), 'keys')
const key = masterKey(new Uint8Array(32).fill(7))
const open = () => filePersonNames(keys(), key)

personNamesContract('a directory', async () => open())

test('a name opens in the next process, and in no clear byte on the disk before', async () => {
  const sealed = await open().seal('u1', 'Ada Lovelace')
  expect(await open().open('u1', sealed)).toBe('Ada Lovelace')
  expect(await standsBelow(root(), 'Lovelace')).toBe(false)
})

test('there is one file a person, for this user only', async () => {
  await open().seal('u1', 'a')
  await open().seal('u1', 'b')
  await open().seal('u2', 'c')
  expect(await modesBelow(root())).toEqual(['d 700 keys', 'f 600 keys/u1', 'f 600 keys/u2'])
})

test('two processes at once make one key', async () => {
  for (let round = 0; round < 20; round++) {
    const userId = `u${round}`
    const [first, second] = await Promise.all([open().seal(userId, 'a'), open().seal(userId, 'b')])
    expect(await open().open(userId, first)).toBe('a')
    expect(await open().open(userId, second)).toBe('b')
  }
})

test('forgetting leaves no key, not even what a crash left behind', async () => {
  const sealed = await open().seal('u1', 'a')
  await open().seal('u12', 'b')
  await copyFile(path.join(keys(), 'u1'), path.join(keys(), 'u1.new-0b8f'))
  await open().forget('u1')
  expect(await filesBelow(keys())).toEqual(['u12'])
  expect(await open().open('u1', sealed)).toBeNull()
})

test("a key file that is damaged, or another person's, or of another master key is a fault", async () => {
  const sealed = await open().seal('u1', 'a')
  await open().seal('u2', 'b')
  const another = filePersonNames(keys(), masterKey(new Uint8Array(32).fill(8)))
  await expect(another.open('u1', sealed)).rejects.toThrow()
  await rename(path.join(keys(), 'u2'), path.join(keys(), 'u1'))
  await expect(open().open('u1', sealed)).rejects.toThrow()
  await writeFile(path.join(keys(), 'u1'), '')
  await expect(open().open('u1', sealed)).rejects.toThrow()
})

test.each(['../u1', '', '.', 'a/b', 'a.new-b', 'ü'])('"%s" is no file name', async (userId) => {
  await expect(open().seal(userId, 'a')).rejects.toThrow('not a user id')
  await expect(open().open(userId, 'AAAA')).rejects.toThrow('not a user id')
  await expect(open().forget(userId)).rejects.toThrow('not a user id')
})
