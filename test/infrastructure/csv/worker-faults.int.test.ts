import { Worker } from 'node:worker_threads'
import { DiskFull } from '../../../src/application/ports/spool'
import { csvTransformer } from '../../../src/infrastructure/csv/csv-transformer'
import { runTransform } from '../../../src/infrastructure/csv/transform-run'
import { faultOf, TransformFault } from '../../../src/infrastructure/csv/worker-answer'
import { workerFailure } from '../../../src/infrastructure/csv/worker-messages'
import { column, planOf } from '../../contract/table-transformer/plans'

const plan = planOf([column('a')])
const never: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
}

describe('a transformation whose worker', () => {
  const run = async (body: string): Promise<unknown> => {
    const worker = new Worker(`const { parentPort } = require('node:worker_threads'); ${body}`, {
      eval: true,
    })
    const job = { plan, target: { output: { path: '' } }, pseudonymKey: new Uint8Array(32) }
    try {
      return await runTransform(worker, job, never, new AbortController().signal).catch((error) => error)
    } finally {
      await worker.terminate()
    }
  }

  test('ends, rejects', async () => {
    const error = await run('parentPort.once("message", () => process.exit(3))')
    expect(error).toBeInstanceOf(TransformFault)
    expect(error).toMatchObject({ message: 'a table transformation failed: its worker thread ended' })
  })

  test('throws, rejects without the words of the error', async () => {
    const error = await run('parentPort.once("message", () => { throw new RangeError("Jane Doe") })')
    expect(error).toBeInstanceOf(TransformFault)
    expect(error).toMatchObject({ message: 'a table transformation failed: RangeError' })
    expect((error as Error).stack).not.toContain('Jane')
  })

  test('runs when the transformer is closed, rejects', async () => {
    const transformer = csvTransformer({ pseudonymKey: () => new Uint8Array(32), workers: 2 })
    const target = { output: { path: `${__dirname}/no-such-directory/output` } }
    const transforming = transformer.transform(plan, never, target, new AbortController().signal)
    const rejected = expect(transforming).rejects.toBeInstanceOf(TransformFault)
    await transformer.close()
    await rejected
  })
})

describe('a fault of a worker', () => {
  const systemError = (code: string) => Object.assign(new Error(`${code}: write '/home/jane'`), { code })

  test.each(['ENOSPC', 'EDQUOT'])('%s is a full disk', (code) =>
    expect(faultOf(workerFailure(systemError(code)))).toBeInstanceOf(DiskFull),
  )

  test('keeps its code and the functions it passed, and nothing that could be a path or a cell', () => {
    const fault = faultOf(workerFailure(systemError('EIO')))
    expect(fault).toMatchObject({ code: 'EIO', message: 'a table transformation failed: Error EIO' })
    expect(fault.stack).toMatch(/\n\s+at .*systemError/)
    expect(fault.stack).not.toContain('jane')
  })

  test('that is no error is a fault all the same', () => {
    expect(faultOf(workerFailure('Jane'))).toMatchObject({
      message: 'a table transformation failed: unknown',
    })
  })
})
