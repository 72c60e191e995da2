import { closeSync, openSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { generateIdentity } from '../../../src/infrastructure/age/age'
import { outputFile } from '../../../src/infrastructure/csv/output-file'

describe('an output file', () => {
  let directory = ''
  const at = (name: string): string => path.join(directory, name)

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'output-file-'))
  })
  afterEach(() => rm(directory, { recursive: true }))

  test('closes a second time in peace, and is not written to any more', async () => {
    const file = await outputFile(at('a'), null)
    await file.write(Buffer.from('1\n'))
    file.close()
    file.close()
    await expect(file.write(Buffer.from('2\n'))).rejects.toThrow('closed')
    expect(await readFile(at('a'), 'utf8')).toBe('1\n')
  })

  test('that is given up while it is being sealed writes nothing into the file that has its descriptor next', async () => {
    const { recipient } = await generateIdentity()
    const file = await outputFile(at('sealed'), recipient)
    const writing = file.write(Buffer.alloc(1 << 20)).catch(() => 'given up')
    file.close()
    const next = openSync(at('next'), 'wx')
    await writing
    for (let turn = 0; turn < 50; turn += 1) await setImmediate()
    closeSync(next)
    expect(await readFile(at('next'))).toHaveLength(0)
  })

  test('closes its descriptor when there is no such recipient', async () => {
    const before = openSync(at('before'), 'wx')
    closeSync(before)
    await expect(outputFile(at('sealed'), 'age1nobody')).rejects.toThrow()
    const after = openSync(at('after'), 'wx')
    closeSync(after)
    expect(after).toBe(before)
  })
})
