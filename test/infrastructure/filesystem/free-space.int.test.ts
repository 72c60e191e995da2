import os from 'node:os'
import path from 'node:path'
import { freeBytes, roomBelow } from '../../../src/infrastructure/filesystem/free-space'

describe('the room below directories', () => {
  const free = async (directory: string) => ({ '/spool': 5_000, '/datasets': 3_000 })[directory] ?? Number.NaN

  test.each([
    [3_000, true],
    [3_001, false],
    [5_001, false],
  ])('is that of the fullest of them: %i bytes are there, %s', async (least, there) => {
    expect(await roomBelow(['/spool', '/datasets'], least, free)()).toBe(there)
    expect(await roomBelow(['/datasets', '/spool'], least, free)()).toBe(there)
  })

  test('is asked for again each time', async () => {
    let bytes = 10
    const hasRoom = roomBelow(['/spool'], 5, async () => bytes)
    expect(await hasRoom()).toBe(true)
    bytes = 4
    expect(await hasRoom()).toBe(false)
  })
})

describe('the free bytes of a directory', () => {
  test('are those of its disk', async () => {
    const bytes = await freeBytes(os.tmpdir())
    expect(bytes).toBeGreaterThan(0)
    expect(await roomBelow([os.tmpdir()], 2 ** 62)()).toBe(false)
  })

  test('that is yet to be made are those of the one above it', async () => {
    expect(await freeBytes(path.join(os.tmpdir(), 'not-there', 'nor-this'))).toBeGreaterThan(0)
  })

  test('that can not be told are a fault', async () => {
    await expect(freeBytes(`${os.tmpdir()}\0`)).rejects.toThrow()
  })
})
