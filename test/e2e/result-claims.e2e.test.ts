import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { isProvablyDead, processIdentity } from '../../src/infrastructure/system/process-identity'
import { deploymentSecrets } from '../support/deployment-secrets'
import { fetchResult, manage } from '../support/http-clients'
import { type ServiceProcess, startService } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { upload } from '../support/upload'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

const secrets = deploymentSecrets()
let directory: TemporaryDirectory
let services: readonly [ServiceProcess, ServiceProcess]
beforeAll(async () => {
  directory = await temporaryDirectory()
  const variables = { ...secrets.env, APERTURE_DATA_DIR: directory.path }
  services = [await startService(variables), await startService(variables)]
})
afterAll(async () => {
  for (const service of services) service.signal('SIGKILL')
  await Promise.all(services.map(({ ended }) => ended))
  await directory.remove()
})

// 7 MB: the sockets of both sides hold about 4 of it for a client that does not read.
const csv = `id,n\n${Array.from({ length: 500_000 }, (_, row) => `row-${row},${row % 97}\n`).join('')}`
const definition =
  '<DatasetDefinition><Columns><Column Name="id" Type="text"/><Column Name="n" Type="integer"/></Columns></DatasetDefinition>'

/** A delivery that its client lets stand. */
async function beginDelivery(url: string, token: string): Promise<IncomingMessage> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const sent = request(`${url}/-/token/result`, { method: 'POST', headers, agent: false })
  sent.on('error', () => undefined).end(new URLSearchParams({ token }).toString())
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.on('error', () => undefined)
  return response
}

/** Where a system doesn't tell boot and namespace of a process, none is ever known to be dead. */
const canBeProved = isProvablyDead(processIdentity().text.replace(/\d+$/, '0'))
const whereProvable = canBeProved ? test : test.skip

whereProvable('POST /-/token/result: a claim whose process is dead is given back', async () => {
  const [first, second] = services
  const managed = { url: first.url, managementJwt: secrets.managementJwt }
  await manage(managed, 'POST', 'user', { user: 'jdoe' })
  const project = await manage(managed, 'POST', 'project', { name: 'Heart', description: '', owner: 'jdoe' })
  const issued = await manage(managed, 'POST', 'uploadtoken', { project: project.body.id, user: 'jdoe' })
  const token = String(issued.body.token)
  const order = 'definition-first'
  const imported = await upload({ url: first.url, token, kind: 'ephemeral', csv, definition, order })
  expect(imported.status).toBe(200)

  const delivery = await beginDelivery(first.url, token)
  expect(delivery.statusCode).toBe(200)
  expect((await fetchResult(second.url, token)).status).toBe(404)
  first.signal('SIGKILL')
  await first.ended
  delivery.destroy()

  let answer = await fetchResult(second.url, token)
  // The system needs a moment to forget a process that has ended.
  await until(async () => {
    if (answer.status === 200) return true
    answer = await fetchResult(second.url, token)
    return false
  })
  expect((await answer.text()) === csv).toBe(true)
  expect((await fetchResult(second.url, token)).status).toBe(404)
})
