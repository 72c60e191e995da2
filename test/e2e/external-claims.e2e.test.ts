import { randomUUID } from 'node:crypto'
import { fileDatasetStore } from '../../src/infrastructure/filesystem/dataset-store'
import { isProvablyDead, processIdentity } from '../../src/infrastructure/system/process-identity'
import { auditedEvents } from '../support/audit'
import { beforePlacing } from '../support/dataset-store-calls'
import { externalAddress, identifierOf, storedPatient1, uploadWith } from '../support/external-upload'
import { manage, readAs, tokenIdOf, tokenStatus } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { temporaryDirectory } from '../support/temporary-directory'
import type { UploadResponse } from '../support/upload'

let running: RunningService
/** What happens between the claim of a uuid and the consumption of the token. */
let meanwhile = async (): Promise<unknown> => undefined
let endDatasets: () => Promise<void>
beforeAll(async () => {
  const directory = await temporaryDirectory()
  endDatasets = directory.remove
  const process = processIdentity().text
  const datasets = fileDatasetStore(directory.path, { process, isDead: isProvablyDead })
  running = await runService({
    env: { APERTURE_DATASET_DIR: directory.path },
    replaced: { datasets: beforePlacing(datasets, () => meanwhile()) },
  })
  await running.provisionUser('owner')
  await running.provisionUser('colleague')
  await running.provisionProject('Heart study', 'owner')
})
afterAll(async () => {
  await running.end()
  await endDatasets()
})

const issue = (): Promise<string> => running.issueToken({ projectId: 1, user: 'owner' })

async function importAs(uuid: string): Promise<UploadResponse> {
  const answer = await uploadWith(running, await issue(), identifierOf(uuid))
  expect(answer.status).toBe(200)
  return answer
}

const claimsOf = async (uuid: string): Promise<number> =>
  (await auditedEvents(running)).filter(({ stream }) => stream === `catalogue-${uuid}`).length

const during = async <T>(happen: () => Promise<unknown>, work: () => Promise<T>): Promise<T> => {
  meanwhile = async () => {
    meanwhile = async () => undefined
    await happen()
  }
  return work()
}

test('another import is told to come again later, with the same token', async () => {
  const uuid = randomUUID()
  const late = await issue()
  const told: UploadResponse[] = []
  const first = await during(
    async () => told.push(await uploadWith(running, late, identifierOf(uuid))),
    () => importAs(uuid),
  )
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ status: 409, body: { code: 'external-uuid-taken', retry: 'later' } })
  expect(Number(told[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(JSON.stringify(told[0]?.body)).not.toContain(String(first.body.import_id))
  expect((await tokenStatus(running.url, late)).body).toMatchObject({ status: 'issued' })
})

test('a claimant whose token is revoked leaves the uuid free', async () => {
  const uuid = randomUUID()
  const token = await issue()
  const refused = await during(
    () => manage(running, 'DELETE', `uploadtoken/${tokenIdOf(token)}`),
    () => uploadWith(running, token, identifierOf(uuid)),
  )
  expect(refused).toMatchObject({ status: 403, body: { code: 'token-revoked', retry: 'new-token' } })
  expect(await claimsOf(uuid)).toBe(1)
  expect((await readAs(running, 'owner', externalAddress(running, uuid))).status).toBe(404)
  await importAs(uuid)
  expect(await (await readAs(running, 'owner', externalAddress(running, uuid))).text()).toContain(
    storedPatient1,
  )
})

test('a claimant whose rights are withdrawn spends its token on nothing, and leaves the uuid free', async () => {
  const uuid = randomUUID()
  const token = await issue()
  const setOwner = (owner: string) => manage(running, 'PUT', 'project/1', { owners: [owner] })
  const refused = await during(
    () => setOwner('colleague'),
    () => uploadWith(running, token, identifierOf(uuid)),
  )
  expect(refused).toMatchObject({ status: 403, body: { code: 'rights-withdrawn', retry: 'never' } })
  const { body } = await tokenStatus(running.url, token)
  const importId = String((body.import as { readonly import_id: string }).import_id)
  expect(body).toMatchObject({ status: 'failed', import: { dataset: { id: importId, kind: 'external' } } })
  const history = (await auditedEvents(running)).filter(({ stream }) => stream === `dataset-${importId}`)
  expect(history).toMatchObject([
    { type: 'DatasetImportFailed.v1', data: { outcomeClass: 'rights-withdrawn' } },
  ])
  expect((await setOwner('owner')).status).toBe(200)
  expect((await readAs(running, 'owner', `${running.url}/-/dataset/${importId}`)).status).toBe(404)
  expect((await readAs(running, 'owner', externalAddress(running, uuid))).status).toBe(404)
  await importAs(uuid)
})
