import { randomUUID } from 'node:crypto'
import { type FailPoint, failPoints, type ImportStep } from '../../src/application/ports/fail-point'
import { fetchResult } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { type Order, upload } from '../support/upload'

const points: FailPoint[] = []
let service: RunningService
beforeAll(async () => {
  service = await runService({
    reached: (point) => void points.push(point),
    env: { APERTURE_RESULT_SECONDS: '60' },
  })
  await service.provisionUser('jdoe')
  await service.provisionProject('heart', 'jdoe')
})
afterAll(() => service.end())
beforeEach(() => {
  points.length = 0
})

const csv = 'id,age\na,34\n'
const definition = (type = 'integer') => `<DatasetDefinition><CatalogueIdentifier Uuid="${randomUUID()}"/>
  <Columns><Column Name="id" Type="text"/><Column Name="age" Type="${type}"/></Columns></DatasetDefinition>`

async function send(kind: 'dataset' | 'ephemeral' | 'external', order: Order, type?: string) {
  const token = await service.issueToken({ projectId: 1, user: 'jdoe' })
  const { status } = await upload({ url: service.url, kind, order, token, csv, definition: definition(type) })
  return { token, status }
}

const pairs = (...steps: readonly ImportStep[]): readonly FailPoint[] =>
  steps.flatMap((step) => [`before ${step}`, `after ${step}`] as const)

const spooled: readonly ImportStep[] = ['make spool', 'unlink spool', 'write spool']
const placed: readonly ImportStep[] = ['write record', 'flush staging', 'rename into place', 'flush place']

test.each([
  ['dataset', [], 'append DatasetImported'],
  ['external', ['append ExternalIdentifierClaimed'], 'append DatasetImported'],
  ['ephemeral', [], 'append EphemeralDatasetDiscarded'],
] as const)(
  'an import of kind %s comes by its points in the order of the commit',
  async (kind, claim, outcome) => {
    for (const [order, spool] of [
      ['manual', spooled],
      ['definition-first', []],
    ] as const) {
      points.length = 0
      expect((await send(kind, order)).status).toBe(200)
      const steps = [...spool, 'write table', ...claim, ...placed, 'append TokenConsumed', outcome] as const
      expect(points).toEqual(pairs('make staging', ...steps, 'remove staging', 'answer'))
    }
  },
)

test('a refused upload comes by the record of its refusal, behind its answer', async () => {
  expect((await send('dataset', 'definition-first', 'no type')).status).toBe(422)
  await service.stop()
  expect(points).toEqual(pairs('make staging', 'remove staging', 'answer', 'append UploadRefused'))
  service = await service.restart()
})

test('a result comes by its points when it is fetched', async () => {
  const { token } = await send('ephemeral', 'definition-first')
  points.length = 0
  expect(await (await fetchResult(service.url, token)).text()).toBe(csv)
  await service.stop()
  // Its table left with the delivery; only the record was there to be removed.
  expect(points).toEqual(pairs('rename result', 'unlink result', 'unlink record', 'remove directory'))
  service = await service.restart()
})

test('every point has its pair, and no two the same name', () => {
  expect(failPoints.length).toBeGreaterThanOrEqual(15)
  expect(new Set(failPoints).size).toBe(failPoints.length)
})
