import { randomBytes } from 'node:crypto'
import { type FileHandle, open, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DiskFull } from '../../../src/application/ports/spool'
import { type SpoolFile, sealedFile } from '../../../src/infrastructure/filesystem/sealed-file'
import { emptySpool, fileSpool } from '../../../src/infrastructure/filesystem/spool'
import { each, gathered, spoolContract } from '../../contract/spool'
import { temporaryDirectory } from './files'

const root = temporaryDirectory()
const never = new AbortController().signal

spoolContract('a file', () => fileSpool(path.join(root(), 'spool'))())

test('a spool can be seen nowhere', async () => {
  const directory = path.join(root(), 'data', 'spool')
  const spool = await fileSpool(directory)()
  await spool.fill(each(Buffer.from('patient1')), never)
  expect(await readdir(directory)).toEqual([])
  expect((await stat(directory)).mode & 0o777).toBe(0o700)
  await spool.discard()
})

test('what a crash has left a name loses it, and nobody who fills a spool is disturbed', async () => {
  const directory = path.join(root(), 'spool')
  await emptySpool(directory)
  const opening = fileSpool(directory)
  const spool = await opening()
  await writeFile(path.join(directory, 'left'), 'a')
  let emptying = true
  const sweeping = (async () => {
    while (emptying) await emptySpool(directory)
  })()
  const spools = await Promise.all(Array.from({ length: 20 }, opening))
  await spool.fill(each(Buffer.from('patient1')), never)
  emptying = false
  await sweeping
  expect(String(await gathered(spool.drain()))).toBe('patient1')
  expect(await readdir(directory)).toEqual([])
  for (const one of [spool, ...spools]) await one.discard()
})

describe('on the disk', () => {
  const file = () => path.join(root(), 'sealed')
  let handle: FileHandle
  beforeEach(async () => {
    handle = await open(file(), 'wx+')
  })
  afterEach(() => handle.close())

  test('there is no clear byte, and no two spools look alike', async () => {
    const clear = Buffer.alloc(300_000, 'patient1;')
    const other = await open(path.join(root(), 'other'), 'wx+')
    for (const spoolFile of [handle, other]) await sealedFile(spoolFile).fill(each(clear), never)
    const sealed = await readFile(file())
    expect(sealed).toHaveLength(clear.length)
    expect(sealed.includes('patient1')).toBe(false)
    expect(sealed.equals(await readFile(path.join(root(), 'other')))).toBe(false)
    await other.close()
  })

  test.each([0, 1_000_000, 2_099_999])('an altered byte at %i is found', async (at) => {
    const spool = sealedFile(handle)
    await spool.fill(each(randomBytes(2_100_000)), never)
    const sealed = await readFile(file())
    sealed[at] = (sealed[at] ?? 0) ^ 1
    await writeFile(file(), sealed)
    await expect(gathered(spool.drain())).rejects.toThrow()
  })

  test('a missing end is found', async () => {
    const spool = sealedFile(handle)
    await spool.fill(each(randomBytes(2_100_000)), never)
    await handle.truncate(1_500_000)
    await expect(gathered(spool.drain())).rejects.toThrow('cut short')
  })
})

test.each(['ENOSPC', 'EDQUOT'])('%s is a full disk', async (code) => {
  const spool = sealedFile(fileThatFailsWith(code))
  await expect(spool.fill(each(Buffer.from('a')), never)).rejects.toBeInstanceOf(DiskFull)
})

test('another fault stays what it is', async () => {
  const spool = sealedFile(fileThatFailsWith('EIO'))
  await expect(spool.fill(each(Buffer.from('a')), never)).rejects.toMatchObject({ code: 'EIO' })
})

function fileThatFailsWith(code: string): SpoolFile {
  const fail = () => Promise.reject(Object.assign(new Error('failed'), { code }))
  return { write: fail, read: fail, close: async () => {} }
}
