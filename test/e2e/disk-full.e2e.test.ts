import path from 'node:path'
import type { TableTransformer } from '../../src/application/ports/table-transformer'
import { faultOf } from '../../src/infrastructure/csv/worker-answer'
import { filesBelow } from '../support/byte-scan'
import { tokenStatus } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { type SmallDisk, smallDisk } from '../support/small-disk'
import { type Kind, type TokenWorld, tokenWorld } from '../support/token-world'
import { type Order, upload } from '../support/upload'
import { orders } from '../support/upload-form'

const kinds: readonly Kind[] = ['dataset', 'external', 'ephemeral']
const megabyte = 1024 * 1024
const uuid = '0d4f6f0e-7c53-4b7e-9a35-0f1f6c9d2b11'
const definition = `<DatasetDefinition><CatalogueIdentifier Uuid="${uuid}"/><Columns><Column Name="note" Type="text"/></Columns></DatasetDefinition>`
const tableOf = (bytes: number) => `note\n${`${'a'.repeat(1023)}\n`.repeat(bytes / 1024)}`

/** That the upload is told to come again, and that nothing of it stays. */
async function expectDiskFull(
  running: RunningService,
  datasetDir: string,
  upload_: { readonly token: string; readonly csv: string; readonly kind?: Kind; readonly order?: Order },
): Promise<void> {
  const { status, headers, body } = await upload({ url: running.url, definition, ...upload_ })
  expect(status).toBe(503)
  expect(headers.get('retry-after')).toBe('60')
  expect(body).toMatchObject({ code: 'disk-full', retry: 'later', import_status: 'failed' })
  expect((await tokenStatus(running.url, upload_.token)).body.status).toBe('issued')
  const left = [
    ...filesBelow(path.join(running.directory, 'data', 'spool')),
    ...['staging', 'datasets', 'results'].flatMap((place) => filesBelow(path.join(datasetDir, place))),
  ]
  expect(left).toEqual([])
}

describe('with less room than is to stay free', () => {
  let looks = 0
  /** Of how many looks it will be seen that there is room. */
  let room = 0
  let running: RunningService
  let world: TokenWorld
  let datasetDir: string
  beforeAll(async () => {
    running = await runService({ replaced: { hasRoom: async () => looks++ < room } })
    world = await tokenWorld(running)
    datasetDir = path.join(running.directory, 'data')
  })
  beforeEach(() => {
    looks = 0
  })
  afterAll(() => running.end())

  test.each(kinds)(
    'POST /-/token/…_import, %s, answers 503 disk-full, as often as it is asked',
    async (kind) => {
      room = 0
      const token = await world.issue()
      for (let time = 0; time < 25; time++) {
        await expectDiskFull(running, datasetDir, { token, kind, csv: tableOf(1024) })
      }
      expect(looks).toBe(25)
    },
  )

  test.each(orders)('so it does when the room runs out under the table, %s', async (order) => {
    room = 2
    await expectDiskFull(running, datasetDir, {
      token: await world.issue(),
      csv: tableOf(40 * megabyte),
      order,
    })
    expect(looks).toBe(3)
  })

  test('the same token is good for an import as soon as there is room', async () => {
    room = 0
    const token = await world.issue()
    await expectDiskFull(running, datasetDir, { token, csv: tableOf(1024) })
    room = Number.POSITIVE_INFINITY
    expect((await upload({ url: running.url, token, definition, csv: tableOf(1024) })).status).toBe(200)
  })
})

/** For users who may not have a disk of their own: a transformation that ends as the worker's does on a full one. */
const onFullDisk: TableTransformer = {
  async transform(_plan, source) {
    for await (const _ of source);
    throw faultOf({ name: 'Error', code: 'ENOSPC', frames: '' })
  },
}

describe('on a disk that is full', () => {
  let disk: SmallDisk | null
  let running: RunningService
  let datasetDir: string
  beforeAll(async () => {
    disk = await smallDisk(4)
    running = await runService({
      env: { APERTURE_MIN_FREE_BYTES: '0', ...(disk && { APERTURE_DATASET_DIR: disk.path }) },
      ...(disk === null && { replaced: { transformer: onFullDisk } }),
    })
    datasetDir = disk?.path ?? path.join(running.directory, 'data')
  })
  afterAll(async () => {
    await running.end()
    await disk?.remove()
  })

  test.each(kinds.flatMap((kind) => orders.map((order) => [kind, order] as const)))(
    'an upload of kind %s, %s, is told 503 disk-full, and leaves room for the next',
    async (kind, order) => {
      const { issue } = await tokenWorld(running)
      const token = await issue()
      await expectDiskFull(running, datasetDir, { token, kind, order, csv: tableOf(6 * megabyte) })
    },
  )
})
