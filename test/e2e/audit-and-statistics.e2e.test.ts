import { rm } from 'node:fs/promises'
import path from 'node:path'
import { type AuditedEvent, auditedEvents } from '../support/audit'
import { manage, tokenIdOf } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { sample, upload } from '../support/upload'

jest.setTimeout(60_000)

let running: RunningService
let tokenIds: { readonly kept: string; readonly passing: string; readonly revoked: string }
let datasetId = ''
let begun = ''

/** Two projects: one with a dataset, since withdrawn, and a revoked token; the other with an ephemeral import. */
beforeAll(async () => {
  running = await runService()
  await running.provisionUser('jdoe')
  await running.provisionUser('asmith')
  const heart = await running.provisionProject('Heart', 'jdoe')
  const lung = await running.provisionProject('Lung', 'asmith')
  begun = new Date().toISOString()
  const kept = await running.issueToken({ projectId: heart, user: 'jdoe' })
  const passing = await running.issueToken({ projectId: lung, user: 'asmith' })
  const revoked = await running.issueToken({ projectId: heart, user: 'jdoe' })
  tokenIds = { kept: tokenIdOf(kept), passing: tokenIdOf(passing), revoked: tokenIdOf(revoked) }
  const imported = await upload({
    url: running.url,
    token: kept,
    kind: 'dataset',
    ...sample('manual-example'),
  })
  expect(imported.status).toBe(200)
  datasetId = String(imported.body.import_id)
  const gone = await upload({
    url: running.url,
    token: passing,
    kind: 'ephemeral',
    ...sample('manual-example'),
  })
  expect(gone.status).toBe(200)
  await manage(running, 'DELETE', `uploadtoken/${tokenIds.revoked}`)
  await manage(running, 'DELETE', `dataset/${datasetId}`)
})
afterAll(() => running.end())

const get = async (address: string): Promise<Response> =>
  fetch(running.url + address, { headers: { authorization: `Bearer ${await running.managementJwt()}` } })

async function audited(query: string): Promise<readonly AuditedEvent[]> {
  const text = await (await get(`/management/audit/events?${query}`)).text()
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
}

const typesOf = (events: readonly AuditedEvent[]) => events.map(({ type }) => type.replace(/\.v\d+$/, ''))

const ofTheDataset = ['TokenConsumed', 'DatasetImported', 'DatasetWithdrawn']

test.each([
  [
    'project=1',
    [
      ...['ProjectProvisioned', 'OwnershipGranted', 'ProjectNameClaimed', 'TokenIssued', 'TokenIssued'],
      ...['TokenConsumed', 'DatasetImported', 'TokenRevoked', 'DatasetWithdrawn'],
    ],
  ],
  ['user=asmith&since=<begun>', ['TokenIssued', 'TokenConsumed', 'EphemeralDatasetDiscarded']],
  ['kind=ephemeral', ['TokenConsumed', 'EphemeralDatasetDiscarded']],
  ['dataset=<dataset>', ofTheDataset],
  ['token=<token>', ['TokenIssued', ...ofTheDataset]],
  ['project=2&until=<begun>', ['ProjectProvisioned', 'OwnershipGranted', 'ProjectNameClaimed']],
])('GET /management/audit/events?%s', async (query, types) => {
  const given = query
    .replace('<begun>', begun)
    .replace('<dataset>', datasetId)
    .replace('<token>', tokenIds.kept)
  expect(typesOf(await audited(given))).toEqual(types)
})

test('GET /management/audit/events?…&limit= is followed by its Link to all that a filter finds', async () => {
  const found: string[] = []
  for (let next: string | undefined = '/management/audit/events?project=1&limit=2'; next !== undefined; ) {
    const answer: Response = await get(next)
    const lines = (await answer.text()).split('\n').filter((line) => line !== '')
    expect(lines.length).toBeLessThanOrEqual(2)
    found.push(...lines.map((line) => JSON.parse(line).id))
    next = /<[^>]*(\/management[^>]*)>/.exec(answer.headers.get('link') ?? '')?.[1]
  }
  expect(found).toEqual((await audited('project=1')).map(({ id }) => id))
})

test('GET /management/audit/events puts nothing between the whole and its pages', async () => {
  expect(await auditedEvents(running, 3)).toEqual(await audited('limit=10000'))
})

describe('GET /management/statistics', () => {
  const none = {
    issued: 0,
    receiving: 0,
    committing: 0,
    imported: 0,
    failed: 0,
    revoked: 0,
    expired: 0,
    'not-yet-valid': 0,
  }
  const statistics = async (query = ''): Promise<unknown> =>
    (await get(`/management/statistics${query}`)).json()
  const expected = async () => {
    const [imported] = (await audited(`dataset=${datasetId}`)).filter(({ type }) =>
      type.startsWith('DatasetImported'),
    )
    const { rows, bytes } = imported?.data ?? {}
    return [
      {
        project: 1,
        tokens: { ...none, imported: 1, revoked: 1 },
        imports: [{ kind: 'dataset', outcome: 'imported', count: 1 }],
        rows,
        bytes,
      },
      {
        project: 2,
        tokens: { ...none, imported: 1 },
        imports: [{ kind: 'ephemeral', outcome: 'imported', count: 1 }],
        rows: 0,
        bytes: 0,
      },
    ]
  }

  test('counts what the history tells, withdrawn or not', async () => {
    expect(await statistics()).toEqual(await expected())
    expect(await statistics(`?until=${begun}`)).toEqual([])
  })

  test('?since=&until=&by=day tells the days apart', async () => {
    const [day] = begun.split('T')
    const items = (await statistics(`?since=${begun}&by=day`)) as readonly { readonly day: string }[]
    expect(items[0]?.day).toBe(day)
    expect(await statistics(`?since=${begun}`)).toEqual(await expected())
  })

  test('is the same from read models that were made again', async () => {
    const before = await statistics()
    await running.stop()
    for (const file of ['read-models.db', 'read-models.db-wal', 'read-models.db-shm']) {
      await rm(path.join(running.directory, 'data', file), { force: true })
    }
    running = await running.restart()
    expect(await statistics()).toEqual(before)
  })
})
