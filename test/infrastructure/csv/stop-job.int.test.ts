import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { stopJob } from '../../../src/infrastructure/csv/stop-job'
import { runTransform } from '../../../src/infrastructure/csv/transform-run'
import { workerFile } from '../../../src/infrastructure/system/worker-file'
import { column, planOf } from '../../contract/table-transformer/plans'
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory'
import { until } from '../../support/until'

const plan = planOf([column('a')])
// A busy machine takes its time over a new thread.
const patient = 60_000

let directory: TemporaryDirectory
let worker: Worker
beforeEach(async () => {
  directory = await temporaryDirectory()
  worker = new Worker(workerFile('csv/transform-worker'))
})
afterEach(async () => {
  await worker.terminate()
  await directory.remove()
})

const run = (name: string, source: AsyncIterable<Uint8Array>, signal = new AbortController().signal) => {
  const target = { output: { path: path.join(directory.path, name) } }
  return runTransform(worker, { plan, target, pseudonymKey: new Uint8Array(32) }, source, signal)
}

async function* table(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a\n1\n2\n')
}

/** A job that the worker has begun and whose client has gone. */
async function givenUpJob(name: string): Promise<void> {
  const abort = new AbortController()
  let pulled = 0
  async function* hanging(): AsyncGenerator<Uint8Array> {
    for (; pulled < 20; pulled++) yield Buffer.from(pulled === 0 ? 'a\n' : '1\n'.repeat(50_000))
    await new Promise(() => undefined)
  }
  const running = run(name, hanging(), abort.signal)
  const ended = expect(running).rejects.toBe('gone')
  await until(() => pulled > 10)
  abort.abort('gone')
  await ended
}

test('a worker whose job is given up is ready for the next one', async () => {
  for (const nth of [1, 2, 3]) {
    await givenUpJob(`given-up-${nth}`)
    expect(await stopJob(worker, patient)).toBe(true)
    expect(await run(`whole-${nth}`, table())).toMatchObject({ outcome: 'transformed', rows: 2 })
  }
})

test('a worker that has no job any more is ready, and its next answer is that of the next job', async () => {
  await run('first', table())
  expect(await stopJob(worker, patient)).toBe(true)
  const stopping = stopJob(worker, patient)
  expect(await run('second', table())).toMatchObject({ outcome: 'transformed', rows: 2 })
  expect(await stopping).toBe(true)
})

test('a worker that does not answer is not ready', async () => {
  const deaf = new Worker('setInterval(() => {}, 1_000)', { eval: true })
  expect(await stopJob(deaf, 100)).toBe(false)
  const stopping = stopJob(deaf)
  await deaf.terminate()
  expect(await stopping).toBe(false)
})
