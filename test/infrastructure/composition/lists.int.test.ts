import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { UnknownStoredEvent } from '../../../src/application/ports/event-store'
import { openAdministration } from '../../../src/infrastructure/composition/administration'
import { readConfig } from '../../../src/infrastructure/composition/config'
import { openLists } from '../../../src/infrastructure/composition/lists'
import { prepareStart } from '../../../src/infrastructure/composition/start-service'
import { openDatabase } from '../../../src/infrastructure/sqlite/open-database'
import { testMetadata } from '../../support/running-service'
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory'

const silent = { info() {}, warn() {}, error() {} }

let directory: TemporaryDirectory
let dataDir: string
beforeEach(async () => {
  directory = await temporaryDirectory()
  dataDir = path.join(directory.path, 'data')
})
afterEach(() => directory.remove())

const environment = () => ({ APERTURE_DATA_DIR: dataDir })

/** A data directory in which a service has run, and ended. */
async function startOnce(): Promise<void> {
  const reading = readConfig(environment())
  if (reading.outcome === 'refused') throw new Error(reading.mistakes.join(' '))
  const prepared = await prepareStart(reading.config)
  if (prepared.outcome === 'refused') throw new Error(prepared.mistakes.join(' '))
  const started = await prepared.open(silent)
  if (started.outcome === 'refused') throw new Error(started.mistakes.join(' '))
  await started.service.close(0)
}

async function addUser(name: string): Promise<void> {
  const opened = await openAdministration(environment())
  if (opened.outcome === 'refused') throw new Error(opened.mistakes.join(' '))
  await opened.administration.useCases.provisionUser({ name, groups: [] }, testMetadata)
  await opened.administration.close()
}

async function listedNames(): Promise<readonly (string | null)[]> {
  const opened = await openLists(environment())
  if (opened.outcome === 'refused') throw new Error(opened.mistakes.join(' '))
  try {
    return (await opened.lists.useCases.listUsers()).map(({ name }) => name)
  } finally {
    await opened.lists.close()
  }
}

test('a list holds what the history held when it was asked for, however far behind its models were', async () => {
  await startOnce()
  await addUser('jdoe')
  expect(await listedNames()).toEqual(['jdoe'])
  await addUser('asmith')
  await rm(path.join(dataDir, 'read-models.db'))
  expect([...(await listedNames())].sort()).toEqual(['asmith', 'jdoe'])
})

test('a history with an event that is not known lists nothing, and says so at once', async () => {
  await startOnce()
  const history = openDatabase(path.join(dataDir, 'events.db'), { synchronous: 'FULL' })
  history
    .prepare(
      'INSERT INTO events (stream, revision, id, type, data, metadata, created) VALUES (?,?,?,?,?,?,?)',
    )
    .run(['aperture.user-1', 0, randomUUID(), 'UserKnighted.v1', '{}', '{}', 0])
  history.close()
  await expect(listedNames()).rejects.toThrow(UnknownStoredEvent)
})

test('where no service has ever been, nothing is made', async () => {
  expect(await openLists(environment())).toMatchObject({ outcome: 'refused' })
  expect(await openAdministration(environment())).toMatchObject({ outcome: 'refused' })
  await expect(rm(dataDir)).rejects.toMatchObject({ code: 'ENOENT' })
})
