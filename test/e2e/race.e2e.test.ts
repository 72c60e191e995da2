import { randomUUID } from 'node:crypto'
import { type AuditedEvent, auditedEvents } from '../support/audit'
import { type DeploymentSecrets, deploymentSecrets } from '../support/deployment-secrets'
import { fetchResult, manage } from '../support/http-clients'
import { type ServiceProcess, startService } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { openTestStore, type TestStore } from '../support/test-store'
import { type UploadResponse, upload } from '../support/upload'

const tokens = 100
const uploadsPerToken = 20
const tokensAtOnce = 2
const kinds = ['dataset', 'ephemeral', 'external'] as const
const orders = ['manual', 'definition-first'] as const

interface Racing {
  readonly token: string
  readonly table: string
  readonly definition: string
}

interface Result extends Racing {
  readonly answers: readonly UploadResponse[]
}

let directory: TemporaryDirectory
let store: TestStore
let secrets: DeploymentSecrets
let services: readonly ServiceProcess[]
beforeAll(async () => {
  directory = await temporaryDirectory()
  store = await openTestStore()
  secrets = deploymentSecrets()
  const variables = {
    ...secrets.env,
    APERTURE_MAX_CONCURRENT_IMPORTS: String(tokensAtOnce),
  }
  const [one, other] = store.pairIn(directory.path)
  services = [await startService({ ...variables, ...one }), await startService({ ...variables, ...other })]
})
afterAll(async () => {
  const endings = await Promise.all(services.map((service) => service.stop()))
  await store.close()
  await directory.remove()
  expect(endings.map(({ end }) => end)).toEqual([0, 0])
})

const at = (index: number): ServiceProcess => {
  const service = services[index % services.length]
  if (service === undefined) throw new Error('there is no such process')
  return service
}

const managed = (index: number) => ({ url: at(index).url, managementJwt: secrets.managementJwt })

async function provision(): Promise<readonly Racing[]> {
  await manage(managed(0), 'POST', 'user', { user: 'jdoe' })
  const project = await manage(managed(1), 'POST', 'project', {
    name: 'Race',
    description: '',
    owner: 'jdoe',
  })
  const issue = async (index: number): Promise<Racing> => {
    const { body } = await manage(managed(index), 'POST', 'uploadtoken', {
      project: project.body.id,
      user: 'jdoe',
    })
    return {
      token: String(body.token),
      table: `id,age\nrow-${index},34\n`,
      definition: `<DatasetDefinition><CatalogueIdentifier Uuid="${randomUUID()}"/><Columns>
        <Column Name="id" Type="text"/><Column Name="age" Type="integer"/></Columns></DatasetDefinition>`,
    }
  }
  const racing: Racing[] = []
  for (let index = 0; index < tokens; index++) racing.push(await issue(index))
  return racing
}

/** All uploads of one token at once: both processes, every kind, both orders of the files. */
async function race(racing: Racing, index: number): Promise<Result> {
  const { token, table: csv, definition } = racing
  const uploads = Array.from({ length: uploadsPerToken }, (_, n) =>
    upload({
      url: at(index + n).url,
      kind: kinds[Math.floor(n / 2) % 3] ?? 'dataset',
      order: orders[Math.floor(n / 6) % 2] ?? 'manual',
      token,
      csv,
      definition,
    }),
  )
  return { ...racing, answers: await Promise.all(uploads) }
}

const wordOf = ({ status, body }: UploadResponse): string => `${status} ${body.code ?? body.status}`

/** What the winner's upload left behind, from the other process. */
async function readBack({ token, answers }: Result, index: number): Promise<string> {
  const dataset = answers.find(({ status }) => status === 200)?.body.dataset ?? {}
  if (dataset.kind === 'ephemeral') return (await fetchResult(at(index).url, token)).text()
  const headers = { authorization: `Bearer ${await secrets.dataJwt('jdoe')}` }
  return (await fetch(String(dataset.url), { headers })).text()
}

const ofType = (events: readonly AuditedEvent[], ...types: readonly string[]) =>
  events.filter(({ type }) => types.includes(type))

test('of 20 uploads that race for each of 100 tokens on two processes, one succeeds', async () => {
  const racing = await provision()
  const results: Result[] = []
  for (let first = 0; first < tokens; first += tokensAtOnce) {
    const wave = racing.slice(first, first + tokensAtOnce)
    results.push(...(await Promise.all(wave.map((one, n) => race(one, first + n)))))
  }

  for (const { answers } of results) {
    const words = answers.map(wordOf)
    expect(words.filter((word) => word === '200 imported')).toHaveLength(1)
    expect(['200 imported', '409 token-already-used', '409 token-in-use']).toEqual(
      expect.arrayContaining(words),
    )
  }
  expect(services.flatMap(({ logged }) => logged()).filter(({ level }) => level === 'error')).toEqual([])

  for (const [index, result] of results.entries()) expect(await readBack(result, index)).toBe(result.table)

  const events = await auditedEvents(managed(0))
  const consumed = ofType(events, 'TokenConsumed.v1').map(({ data }) => data)
  expect(consumed).toHaveLength(tokens)
  expect(new Set(consumed.map(({ tokenId }) => tokenId)).size).toBe(tokens)
  const winners = results.map(({ answers }) => answers.find(({ status }) => status === 200)?.body.import_id)
  expect(consumed.map(({ importId }) => importId).sort()).toEqual(winners.sort())

  const outcomes = ofType(events, 'DatasetImported.v1', 'EphemeralDatasetDiscarded.v1').map(
    ({ data }) => data,
  )
  expect(outcomes.map(({ datasetId, importId }) => datasetId ?? importId).sort()).toEqual(winners)
  // Who lost after claiming the uuid has given the claim up; nothing of that cost a token.
  const abandoned = ofType(events, 'DatasetImportFailed.v1').map(({ data }) => data)
  expect(abandoned.filter(({ outcomeClass }) => outcomeClass !== 'abandoned')).toEqual([])
  expect(abandoned.filter(({ datasetId }) => winners.includes(String(datasetId)))).toEqual([])
}, 120_000)
