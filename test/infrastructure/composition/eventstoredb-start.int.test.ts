import { rm } from 'node:fs/promises'
import path from 'node:path'
import { EventStoreUnavailable } from '../../../src/application/ports/event-store'
import { openAdministration } from '../../../src/infrastructure/composition/administration'
import { readConfig } from '../../../src/infrastructure/composition/config'
import { prepareStart } from '../../../src/infrastructure/composition/start-service'
import { deploymentSecrets } from '../../support/deployment-secrets'
import { type EventStoreServer, startEventStoreServer } from '../../support/eventstoredb/server'
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory'
import { onServer } from '../../support/test-store'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const secrets = deploymentSecrets().env

let directory: TemporaryDirectory
let server: EventStoreServer
beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(async () => {
  await server.close()
  await directory.remove()
})

const below = (name: string) => path.join(directory.path, name)
const environment = (others: Readonly<Record<string, string>> = {}) => ({
  ...secrets,
  APERTURE_DATA_DIR: below('data'),
  APERTURE_DATASET_DIR: below('shared'),
  ...others,
})

async function open(env: Readonly<Record<string, string>>) {
  const reading = readConfig(env)
  if (reading.outcome === 'refused') throw new Error(reading.mistakes.join(' '))
  const prepared = await prepareStart(reading.config)
  return prepared.outcome === 'refused' ? prepared : prepared.open(silent)
}

async function startOnce(env: Readonly<Record<string, string>>): Promise<void> {
  const opened = await open(env)
  if (opened.outcome === 'refused') throw new Error(opened.mistakes.join(' '))
  await opened.service.close(0)
}

test('access that is denied is no matter of patience', async () => {
  server = await startEventStoreServer({ tls: true, users: { aperture: { password: 'right' } } })
  const connectionString = server.connectionString.replace('esdb://', 'esdb://aperture:wrong@')
  expect(await open(environment({ APERTURE_EVENT_STORE: connectionString }))).toEqual({
    outcome: 'refused',
    mistakes: [
      "APERTURE_EVENT_STORE can't be used: the event store denies access: look at the credentials, and at the rights on its streams and $all.",
    ],
  })
})

test('neither is a server that is too old', async () => {
  server = await startEventStoreServer({ version: '22.10.0' })
  expect(await open(environment(onServer(server)))).toEqual({
    outcome: 'refused',
    mistakes: [
      "APERTURE_EVENT_STORE can't be used: the event store is too old: EventStoreDB 23.10 or later is required.",
    ],
  })
})

test('nor a certificate that can not be read', async () => {
  server = await startEventStoreServer()
  const connectionString = `esdb://localhost:${server.port}?tlsCAFile=${below('none.crt')}`
  expect(await open(environment({ APERTURE_EVENT_STORE: connectionString }))).toEqual({
    outcome: 'refused',
    mistakes: [
      "In APERTURE_EVENT_STORE the EventStoreDB connection string names a tlsCAFile that can't be read.",
    ],
  })
})

test('no secrets are made for a node, whose deployment has its own', async () => {
  server = await startEventStoreServer()
  const env = { ...onServer(server), APERTURE_DATA_DIR: below('data') }
  expect(await open(env)).toEqual({
    outcome: 'refused',
    mistakes: [expect.stringMatching(/^Missing: APERTURE_MASTER_KEY, .* with the embedded store/)],
  })
})

test('directories of another store are told from those of this one, at a start and by a command', async () => {
  server = await startEventStoreServer()
  const [one, other] = [environment(onServer(server)), environment(onServer(server))]
  expect(await openAdministration(one)).toMatchObject({
    mistakes: [expect.stringContaining('No service has been started')],
  })
  await startOnce(one)
  const mistakes = ['The data directory belongs to another event store: use the two that were made together.']
  expect(await open(other)).toEqual({ outcome: 'refused', mistakes })
  expect(await openAdministration(other)).toEqual({ outcome: 'refused', mistakes })
  // Another node, which has nothing yet.
  await rm(below('data'), { recursive: true })
  await startOnce(one)
})

test('a start that finds the server down may be tried again; a command tells it', async () => {
  server = await startEventStoreServer()
  const env = environment(onServer(server))
  await startOnce(env)
  await server.stop()
  const [started, command] = await Promise.allSettled([open(env), openAdministration(env)])
  expect(started).toEqual({ status: 'rejected', reason: expect.any(EventStoreUnavailable) })
  expect(command).toEqual({
    status: 'fulfilled',
    value: {
      outcome: 'refused',
      mistakes: ['The event store does not answer: start it, or look at APERTURE_EVENT_STORE.'],
    },
  })
})
