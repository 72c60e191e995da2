import { auditedEvents } from '../support/audit'
import { manage, tokenIdOf, tokenStatus } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { upload } from '../support/upload'
import { boundUuids, readableBy, replay } from './audit-replay'

let running: RunningService
beforeAll(async () => {
  running = await runService()
})
afterAll(() => running.end())

const uuids = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const
const table = 'id,age\na,34\nb,51\n'
const ragged = 'id,age\na\n'
const definitionOf = (uuid: string = uuids[0]) => `<DatasetDefinition>
  <CatalogueIdentifier Uuid="${uuid}"/>
  <Columns><Column Name="id" Type="text" Deidentify="pseudonymize"/><Column Name="age" Type="integer"/></Columns>
</DatasetDefinition>`

async function made(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) {
  const answer = await manage(running, method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${answer.status}`)
  return answer.body
}

const issue = async (project: unknown, user: string, more: object = {}): Promise<string> =>
  String((await made('POST', 'uploadtoken', { project, user, ...more })).token)

type Kind = 'dataset' | 'ephemeral' | 'external'

async function send(token: string, kind: Kind, csv = table, uuid?: string): Promise<string> {
  const { status, body } = await upload({
    url: running.url,
    kind,
    token,
    csv,
    definition: definitionOf(uuid),
    order: kind === 'dataset' ? 'manual' : 'definition-first',
  })
  return `${status} ${body.code ?? body.status}`
}

/** Something of everything that can happen. */
async function makeHistory(): Promise<void> {
  for (const [user, groups] of Object.entries({
    ann: [],
    bob: ['readers'],
    cyd: ['readers', 'x'],
    dan: [],
  })) {
    await made('POST', 'user', { user, groups })
  }
  const provision = async (name: string, owner: string, more: object = {}) =>
    (await made('POST', 'project', { name, description: '', owner, ...more })).id
  const heart = await provision('Heart', 'ann', { authgroup: 'readers' })
  const lung = await provision('Lung', 'bob')
  const skin = await provision('Skin', 'dan')

  expect(await send(await issue(heart, 'ann'), 'dataset')).toBe('200 imported')
  expect(await send(await issue(heart, 'ann'), 'ephemeral')).toBe('200 imported')
  expect(await send(await issue(heart, 'ann'), 'external')).toBe('200 imported')
  expect(await send(await issue(lung, 'bob', { kinds: ['external'] }), 'external', table, uuids[1])).toBe(
    '200 imported',
  )
  expect(await send(await issue(skin, 'dan'), 'dataset')).toBe('200 imported')

  // A uuid changes hands once its dataset is withdrawn.
  const handed = await issue(lung, 'bob')
  expect(await send(handed, 'external', table, uuids[1])).toBe('409 external-uuid-taken')
  const { models, upToDate } = running.service.ports
  await upToDate()
  const former = await models.externalIdentifier(uuids[1])
  await made('DELETE', `dataset/${former?.datasetId}`)
  expect(await send(handed, 'external', table, uuids[1])).toBe('200 imported')

  // Refused, then mended with the same token.
  const mended = await issue(lung, 'bob')
  expect(await send(mended, 'dataset', ragged)).toBe('422 csv-invalid')
  expect(await send(mended, 'external')).toBe('409 external-uuid-taken')
  expect(await send(mended, 'dataset')).toBe('200 imported')
  expect(await send(mended, 'ephemeral')).toBe('409 token-already-used')

  const raced = await issue(heart, 'ann')
  const kinds = ['dataset', 'ephemeral', 'dataset', 'ephemeral', 'dataset', 'ephemeral'] as const
  const words = await Promise.all(kinds.map((kind) => send(raced, kind)))
  expect(words.filter((word) => word === '200 imported')).toHaveLength(1)

  // Taken back, left unused, and cut off from below.
  const revoked = await issue(heart, 'ann')
  await made('DELETE', `uploadtoken/${tokenIdOf(revoked)}`)
  expect(await send(revoked, 'dataset')).toBe('403 token-revoked')
  await issue(heart, 'ann', { kinds: ['ephemeral'] })
  const orphaned = await issue(lung, 'bob')
  await made('PUT', `project/${lung}`, { owners: ['cyd'] })
  expect(await send(orphaned, 'dataset')).toBe('403 not-owner')
  const inactive = await issue(skin, 'dan')
  await made('DELETE', 'user/dan')
  expect(await send(inactive, 'dataset')).toBe('403 user-inactive')
  await made('DELETE', `project/${skin}`)
  await made('POST', 'project', { name: 'Skin', description: 'anew', owner: 'ann' })
}

test('the history alone tells what the read models tell: tokens, datasets, uuids and who reads what', async () => {
  await makeHistory()
  const events = await auditedEvents(running, 7)
  expect(events).toEqual(await auditedEvents(running))
  const positions = events.map(({ position }) => BigInt(position))
  expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)))
  const told = replay(events)

  const { models, upToDate } = running.service.ports
  await upToDate()
  const tokens = await models.tokens({ limit: 1_000 })
  expect(new Map(tokens.map(({ tokenId, state, importId }) => [tokenId, { state, importId }]))).toEqual(
    told.tokens,
  )
  expect([...told.tokens.values()].map(({ state }) => state).sort()).toEqual([
    ...Array(8).fill('imported'),
    ...Array(3).fill('issued'),
    'revoked',
  ])

  expect(told.datasets.size).toBeGreaterThanOrEqual(5)
  for (const [datasetId, dataset] of told.datasets) {
    expect(await models.dataset(datasetId)).toMatchObject({ datasetId, ...dataset, rows: 2 })
  }
  const bound = boundUuids(told)
  expect(bound.map(([uuid]) => uuid).sort()).toEqual(uuids)
  for (const [uuid, datasetId] of bound) {
    expect(await models.externalIdentifier(uuid)).toEqual({ uuid, datasetId })
  }

  for (const userId of told.users.keys()) {
    const readable = await models.datasetsReadableBy(userId)
    expect(readable.map(({ datasetId }) => datasetId).sort()).toEqual([...readableBy(told, userId)].sort())
  }
  const projects = await models.projects()
  expect(projects.map(({ projectId, retired }) => [projectId, retired])).toEqual(
    [...told.projects].flatMap(([projectId, { visible, retired }]) =>
      visible ? [[projectId, retired]] : [],
    ),
  )
})

test('what the history tells of a token is what its holder hears', async () => {
  const token = await issue(1, 'ann')
  expect((await tokenStatus(running.url, token)).body.status).toBe('issued')
  await send(token, 'dataset')
  const { tokens } = replay(await auditedEvents(running))
  const { body } = await tokenStatus(running.url, token)
  expect(tokens.get(tokenIdOf(token))).toEqual({
    state: body.status,
    importId: (body.import as { import_id: string }).import_id,
  })
})
