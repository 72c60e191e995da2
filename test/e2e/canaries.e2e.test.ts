import { closeSync, openSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { byteForms, filesBelow, openButDeleted, type Place, sightings } from '../support/byte-scan'
import { type HeldUpload, holdUpload } from '../support/held-upload'
import { type RunningService, runService } from '../support/running-service'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { chosenStore } from '../support/test-store'
import { until } from '../support/until'
import { type Order, upload } from '../support/upload'
import { orders } from '../support/upload-form'
import { type CanaryTable, canaryTable } from './canary-table'

const temporary = [os.tmpdir(), '/var/tmp', '/dev/shm']
const begunAt = Date.now() - 1_000

let service: RunningService
let datasets: TemporaryDirectory
beforeAll(async () => {
  datasets = await temporaryDirectory()
  service = await runService({ env: { APERTURE_DATASET_DIR: datasets.path } })
  await service.provisionUser('jdoe')
  await service.provisionProject('heart', 'jdoe')
})
afterAll(async () => {
  await service.end()
  await datasets.remove()
})

let underWay: HeldUpload | null = null
/** What failed may be held still: it would stand in the next one's way. */
afterEach(() => underWay?.abort())

const named = (name: string, places: readonly Place[]): readonly Place[] =>
  places.map(({ where, read }) => ({ where: `${name}: ${where}`, read }))

const staged = () => filesBelow(path.join(datasets.path, 'staging'))
const spools = () => openButDeleted().filter(({ where }) => where.includes('/spool/'))

/**
 * Whatever of a service lies on a disk. To look into a database of this process lets go of its locks
 * (fcntl_locking(2)), which keep out other processes: there are none.
 */
function everywhere(): readonly Place[] {
  const own = [path.basename(service.directory), path.basename(datasets.path)]
  const elsewhere = temporary.flatMap((directory) => named(directory, filesBelow(directory, begunAt)))
  return [
    ...named('data', filesBelow(service.directory)),
    ...named('datasets', filesBelow(datasets.path)),
    ...elsewhere.filter(({ where }) => !own.some((name) => where.includes(`: ${name}/`))),
    ...openButDeleted(),
  ]
}

/** Which of the marks are seen, and where; in any form but the plain one as `form: place`. */
const seenAt = (marks: readonly string[]) =>
  sightings(everywhere(), byteForms(marks)).map(({ text, form, where }) => ({
    mark: text,
    where: form === 'plain' ? where : `${form}: ${where}`,
  }))

const anImport = '[0-9a-f-]{36}'
const stagedTable = expect.stringMatching(new RegExp(`^datasets: staging/[^/]+/${anImport}/table$`))
const placedTable = expect.stringMatching(new RegExp(`^datasets: datasets/${anImport}/table.csv$`))

/** What de-identification takes is seen nowhere; what it keeps, where it belongs. */
function expectSeen({ taken, kept }: CanaryTable, keptAt: readonly unknown[]): void {
  expect(seenAt([...taken, kept])).toEqual(keptAt.map((where) => ({ mark: kept, where })))
  for (const mark of [...taken, kept]) expect(service.logged()).not.toContain(mark)
}

const kinds = ['dataset', 'ephemeral'] as const
type Kind = (typeof kinds)[number]

const sentShare = 0.9

/** Holds an upload until the service has got, and worked on, nearly all of what was sent. */
async function hold(
  table: CanaryTable,
  csv: string,
  kind: Kind,
  order: Order,
): Promise<{ readonly held: HeldUpload; readonly token: string }> {
  const token = await service.issueToken({ projectId: 1, user: 'jdoe' })
  const request = { url: service.url, kind, order, token, csv, definition: table.definition }
  const held = await holdUpload(request, sentShare)
  underWay = held
  const [places, bytes] = order === 'manual' ? [spools, csv.length] : [staged, table.keptBytes(table.rows)]
  // As much as this of what was sent may still be in the buffers on the way there.
  const enough = (bytes * (csv.length * sentShare - 768 * 1024)) / csv.length
  await until(() => places().some(({ read }) => read().length > enough))
  return { held, token }
}

const small = 'patient,name,phone,address,remark,postcode,income,seen,diagnosis\n1,,,,,,,,2\n'

describe.each(kinds)('an import of kind %s', (kind) => {
  describe.each(orders)('in the %s order', (order) => {
    const keptMeanwhile = kind !== 'ephemeral' && order === 'definition-first' ? [stagedTable] : []

    test('that succeeds', async () => {
      const table = canaryTable()
      const { held } = await hold(table, table.csv, kind, order)
      expectSeen(table, keptMeanwhile)
      expect(await held.finish()).toMatchObject({ status: 200 })
      expectSeen(table, kind === 'ephemeral' ? [] : [placedTable])
      expect([...staged(), ...spools()]).toEqual([])
    })

    test('that is refused for its last row', async () => {
      const table = canaryTable()
      const { held } = await hold(table, table.refused, kind, order)
      expectSeen(table, keptMeanwhile)
      const { status, body } = await held.finish()
      expect(status).toBe(422)
      expect(JSON.parse(body).errors).toMatchObject([{ record: table.rows, rule: 'type-bigint' }])
      for (const mark of [...table.taken, table.kept]) expect(body).not.toContain(mark)
      expectSeen(table, [])
      expect([...staged(), ...spools()]).toEqual([])
    })

    test('that is broken off', async () => {
      const table = canaryTable()
      const { held, token } = await hold(table, table.csv, kind, order)
      expectSeen(table, keptMeanwhile)
      held.abort()
      const abortedAt = performance.now()
      const { definition } = table
      const again = () => upload({ url: service.url, kind: 'ephemeral', token, csv: small, definition })
      let askedAt = abortedAt
      await until(async () => {
        askedAt = performance.now()
        const { status, body } = await again()
        expect([200, 'token-in-use']).toContain(status === 200 ? status : body.code)
        return status === 200
      })
      expect(askedAt - abortedAt).toBeLessThan(5_000)
      expect([...staged(), ...spools()]).toEqual([])
      expectSeen(table, [])
    })
  })
})

describe('the search', () => {
  const { taken, kept } = canaryTable()

  test('sees the databases and their side files', () => {
    const seen = everywhere().map(({ where }) => where)
    const databases = ['read-models.db', ...(chosenStore === 'sqlite' ? ['events.db'] : [])]
    for (const name of databases) {
      for (const side of ['', '-wal', '-shm']) expect(seen).toContain(`data: data/${name}${side}`)
    }
  })

  const planted = `planted-${kept}`

  test.each([
    ['the data directory', () => service.directory, 'data'],
    ['the dataset directory', () => datasets.path, 'datasets'],
    ['the temporary directory', () => os.tmpdir(), os.tmpdir()],
  ])('finds what lies in %s', (_what, directory, name) => {
    const file = path.join(directory(), planted)
    writeFileSync(file, `before ${kept} behind`)
    try {
      expect(seenAt([...taken, kept])).toEqual([{ mark: kept, where: `${name}: ${planted}` }])
    } finally {
      unlinkSync(file)
    }
  })

  test('finds what lies in a file that is open and has no name any more', () => {
    const file = path.join(os.tmpdir(), planted)
    const descriptor = openSync(file, 'wx')
    try {
      unlinkSync(file)
      writeSync(descriptor, `before ${kept} behind`)
      expect(seenAt([kept])).toEqual([{ mark: kept, where: `deleted ${file}` }])
    } finally {
      closeSync(descriptor)
    }
  })
})
