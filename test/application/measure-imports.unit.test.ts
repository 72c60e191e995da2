import type { ImportDataset, Upload } from '../../src/application/import-dataset'
import { measureImports } from '../../src/application/measure-imports'
import type { Metrics } from '../../src/application/ports/metrics'
import { ClientGone } from '../../src/application/upload-parts'
import { silentMetrics } from '../support/silent-metrics'
import { table, uploadOf } from './importing'

/** What is told of one upload, as `work` treats it; the clock moves by 1.5 seconds meanwhile. */
async function toldOf(work: ImportDataset): Promise<readonly unknown[]> {
  const told: unknown[] = []
  const metrics: Metrics = {
    ...silentMetrics,
    uploadEnded: (...words) => told.push(words),
    tableReceived: (...words) => told.push(words),
    rowsImported: (...words) => told.push(words),
  }
  let now = 0
  const measured = measureImports({ metrics, clock: () => now }, async (upload) => {
    now += 1_500
    return work(upload)
  })
  await measured(uploadOf('a token', 'external')).catch(() => undefined)
  return told
}

async function readAll({ parts }: Upload): Promise<string> {
  const read: string[] = []
  for await (const part of parts) {
    read.push(part.part)
    if ('content' in part) for await (const chunk of part.content) read.push(Buffer.from(chunk).toString())
  }
  return read.join('|')
}

const refusal = { outcome: 'refused', refusal: { code: 'busy' }, record: null, spentBy: null } as const

test('an import is told with its bytes, its rows and its time, and sees its parts as they are', async () => {
  let read = ''
  const receipt = {
    importId: 'i',
    kind: 'external',
    uuid: null,
    rows: 7,
    columns: [],
    sha256: null,
    policyVersion: null,
    ignored: [],
    resultExpiresAt: null,
  } as const
  const told = await toldOf(async (upload) => {
    read = await readAll(upload)
    return { outcome: 'imported', receipt }
  })
  expect(read).toMatch(new RegExp(`^token\\|file_def\\|<Dataset[^|]*\\|file_csv\\|${table}$`))
  expect(told).toEqual([
    ['external', table.length],
    ['external', 7],
    ['external', 'imported', 1.5],
  ])
})

test.each<[string, ImportDataset]>([
  ['refused', async () => refusal],
  [
    'aborted',
    async () => {
      throw new ClientGone('the client is gone')
    },
  ],
  [
    'failed',
    async () => {
      throw new Error('planted')
    },
  ],
])('an upload that is %s is told as that', async (end, work) =>
  expect(await toldOf(work)).toEqual([['external', end, 1.5]]),
)
