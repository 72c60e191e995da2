import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { workerPool } from '../../../src/infrastructure/csv/worker-pool'

describe('a pool of workers', () => {
  let directory = ''
  let file = ''

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'worker-pool-'))
    file = path.join(directory, 'worker.js')
    await writeFile(file, "require('node:worker_threads').parentPort.on('message', () => process.exit(0))")
  })
  afterAll(() => rm(directory, { recursive: true }))

  test('hands out a worker again that was given back, and never one that works', async () => {
    const pool = workerPool(file, 2)
    const [one, two] = [pool.take(), pool.take()]
    expect(two).not.toBe(one)
    pool.giveBack(one)
    expect(pool.take()).toBe(one)
    await pool.close()
  })

  test('ends those beyond the ones it keeps', async () => {
    const pool = workerPool(file, 1)
    const [one, two] = [pool.take(), pool.take()]
    pool.giveBack(one)
    const ended = once(two, 'exit')
    pool.giveBack(two)
    await ended
    expect(pool.take()).toBe(one)
    await pool.close()
  })

  test('forgets an idle worker that has ended', async () => {
    const pool = workerPool(file, 1)
    const worker = pool.take()
    pool.giveBack(worker)
    worker.postMessage('end')
    await once(worker, 'exit')
    expect(pool.take()).not.toBe(worker)
    await pool.close()
  })

  test('does not keep a worker that ended at work', async () => {
    const pool = workerPool(file, 1)
    const worker = pool.take()
    await worker.terminate()
    pool.giveBack(worker)
    expect(pool.take()).not.toBe(worker)
    await pool.close()
  })
})
