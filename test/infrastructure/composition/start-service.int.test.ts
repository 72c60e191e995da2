import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { NewEvent } from '../../../src/application/ports/event-store'
import type { Log } from '../../../src/application/ports/log'
import { openAdministration } from '../../../src/infrastructure/composition/administration'
import { readConfig } from '../../../src/infrastructure/composition/config'
import { prepareStart, type StartRefused } from '../../../src/infrastructure/composition/start-service'
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory'

type Variables = Readonly<Record<string, string>>

const silent = { info: () => {}, warn: () => {}, error: () => {} }

let directory: TemporaryDirectory
let dataDir: string
beforeEach(async () => {
  directory = await temporaryDirectory()
  dataDir = path.join(directory.path, 'data')
})
afterEach(() => directory.remove())

function prepare(variables: Variables = {}) {
  const reading = readConfig({ APERTURE_DATA_DIR: dataDir, ...variables })
  if (reading.outcome === 'refused') throw new Error(reading.mistakes.join(' '))
  return prepareStart(reading.config)
}

async function open(variables?: Variables, log: Log = silent) {
  const prepared = await prepare(variables)
  return prepared.outcome === 'refused' ? prepared : prepared.open(log)
}

/** Starts and stops; what the start came to. */
async function startOnce(variables?: Variables) {
  const opened = await open(variables)
  if (opened.outcome === 'refused') throw new Error(opened.mistakes.join(' '))
  const { service, ...start } = opened
  expect(await service.close(0)).toBe(true)
  return start
}

const refused = (...mistakes: readonly string[]): StartRefused => ({ outcome: 'refused', mistakes })

test('a start that has only been prepared has made nothing but the directory', async () => {
  expect(await prepare()).toMatchObject({ outcome: 'prepared' })
  expect(await readdir(dataDir)).toEqual([])
})

test('the first start is told from the next', async () => {
  expect(await startOnce()).toEqual({ outcome: 'started', firstStart: true, keepsKeyfileIdentity: true })
  expect(await startOnce()).toEqual({ outcome: 'started', firstStart: false, keepsKeyfileIdentity: true })
  await rm(path.join(dataDir, 'secrets', 'keyfile.identity'))
  expect(await startOnce()).toEqual({ outcome: 'started', firstStart: false, keepsKeyfileIdentity: false })
})

test('directories that can not be used are told of together', async () => {
  const file = path.join(directory.path, 'file')
  await writeFile(file, '')
  const below = { APERTURE_DATA_DIR: path.join(file, 'a'), APERTURE_DATASET_DIR: path.join(file, 'b') }
  expect(await open(below)).toEqual(
    refused(
      "The data directory can't be made or written to (ENOTDIR): give this user the right to, or name another in APERTURE_DATA_DIR.",
      "The dataset directory can't be made or written to (ENOTDIR): give this user the right to, or name another in APERTURE_DATASET_DIR.",
    ),
  )
})

describe('what does not belong together does not start', () => {
  const otherDir = () => path.join(directory.path, 'other')
  const secretsOf = (root: string): Variables => ({
    APERTURE_MASTER_KEY_FILE: path.join(root, 'secrets', 'master.key'),
    APERTURE_MANAGEMENT_SECRET_FILE: path.join(root, 'secrets', 'management.secret'),
    APERTURE_DATA_SECRET_FILE: path.join(root, 'secrets', 'data.secret'),
  })

  test('another master key, for commands too', async () => {
    await startOnce()
    const variables = { APERTURE_MASTER_KEY: randomBytes(32).toString('base64') }
    const mistake = 'The event store was made with another master key: start with the key it was made with.'
    expect(await open(variables)).toEqual(refused(mistake))
    expect(await openAdministration({ APERTURE_DATA_DIR: dataDir, ...variables })).toEqual(refused(mistake))
  })

  test('a directory whose event store is gone', async () => {
    await startOnce()
    for (const file of ['events.db', 'events.db-wal', 'events.db-shm']) {
      await rm(path.join(dataDir, file), { force: true })
    }
    expect(await open()).toEqual(
      refused('The data directory belongs to another event store: use the two that were made together.'),
    )
  })

  test('the dataset directory of another store', async () => {
    await startOnce()
    await startOnce({ APERTURE_DATA_DIR: otherDir(), ...secretsOf(dataDir) })
    expect(await open({ APERTURE_DATASET_DIR: otherDir() })).toEqual(
      refused(
        'APERTURE_DATA_DIR and APERTURE_DATASET_DIR belong to different event stores: use two that were made together.',
      ),
    )
  })
})

test('read models that can not be opened leave no thread of the event store behind', async () => {
  await startOnce()
  await rm(path.join(dataDir, 'read-models.db'))
  await mkdir(path.join(dataDir, 'read-models.db'))
  await expect(open()).rejects.toThrow()
  expect(process.report.getReport()).toMatchObject({ workers: [] })
})

test('a fault of the thread that writes the history is logged', async () => {
  const faults: unknown[] = []
  const opened = await open({}, { ...silent, error: (message, fault) => void faults.push([message, fault]) })
  if (opened.outcome === 'refused') throw new Error(opened.mistakes.join(' '))
  const { store, newId } = opened.service.ports
  const metadata = { correlationId: 'a', causationId: 'a', actor: { kind: 'system' } } as const
  const event = { type: 'ProjectNumberDrawn' } as const
  // An id that no database takes.
  const broken = { id: {} as string, event, metadata } satisfies NewEvent
  expect(await store.append('projectNumber-all', 'no-stream', [broken])).toEqual({ outcome: 'unknown' })
  expect(faults).toEqual([['the writer of the history has failed', expect.anything()]])
  expect(await store.append('projectNumber-all', 'no-stream', [{ ...broken, id: newId() }])).toMatchObject({
    outcome: 'appended',
  })
  await opened.service.close(0)
})
