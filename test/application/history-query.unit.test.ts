import type { HistoryQuery } from '../../src/application/history-query'
import type { EventStore } from '../../src/application/ports/event-store'
import { replayHistory } from '../../src/application/replay-history'
import { streams } from '../../src/application/streams'
import { type ImportKind, importKinds } from '../../src/domain/import-kind'
import { auditedHistory, imports, tokens } from './audited-history'
import { failed, uuid } from './projections/history'

/** Types of the events of a query, in their order. */
async function typesOf(query: HistoryQuery, limit = 1_000): Promise<readonly string[]> {
  const types: string[] = []
  for await (const { event } of replayHistory(await auditedHistory())(null, limit, query))
    types.push(event.type)
  return types
}

const ofTheKept = ['TokenIssued', 'TokenConsumed', 'DatasetImported']
const afterwards = ['DatasetRead', 'KeyfileFetched', 'DatasetWithdrawn']

test('without a member, every event', async () => expect(await typesOf({})).toHaveLength(23))

describe('project', () => {
  test('also events that name it only through their token or dataset', async () => {
    expect(await typesOf({ projectId: 1 })).toEqual([
      'ProjectProvisioned',
      'OwnershipGranted',
      ...['TokenIssued', 'TokenIssued', 'TokenConsumed', 'DatasetImported'],
      ...['UploadRefused', 'TokenRevoked'],
      ...afterwards,
    ])
    expect(await typesOf({ projectId: 2 })).toEqual([
      ...['TokenIssued', 'TokenIssued'],
      ...['ExternalIdentifierClaimed', 'TokenConsumed', 'DatasetImportFailed'],
      ...['TokenConsumed', 'EphemeralDatasetDiscarded'],
    ])
  })

  test('none of one that is not there', async () => expect(await typesOf({ projectId: 3 })).toEqual([]))
})

describe('user, by the provisioned name', () => {
  test('what names the user, and what is of the tokens and datasets of the user', async () => {
    expect(await typesOf({ user: 'jdoe' })).toEqual([
      'UserProvisioned',
      'UserNameClaimed',
      'OwnershipGranted',
      ...['TokenIssued', 'TokenIssued', 'TokenConsumed', 'DatasetImported'],
      ...['TokenConsumed', 'EphemeralDatasetDiscarded'],
      ...['KeyfileFetched', 'DatasetWithdrawn'],
    ])
  })

  test('who read a dataset, not whose it is', async () => {
    expect(await typesOf({ user: 'asmith', datasetId: imports.kept })).toEqual(['DatasetRead'])
  })

  test('nothing of a name that nobody bears', async () =>
    expect(await typesOf({ user: 'nobody' })).toEqual([]))
})

test.each([
  ['dataset', ['TokenConsumed', 'DatasetImported', ...afterwards]],
  ['external', ['ExternalIdentifierClaimed', 'TokenConsumed', 'DatasetImportFailed']],
  ['ephemeral', ['TokenConsumed', 'EphemeralDatasetDiscarded']],
] as const)('kind %s: what is about imports of that kind', async (kind, types) => {
  expect(await typesOf({ kind })).toEqual(types)
})

test('an import that consumed no token is of no kind', async () => {
  const history = await auditedHistory()
  const importId = uuid(29)
  await history.add(streams.dataset(importId), failed(tokens.kept, importId))
  const kindsOf = async (kind: ImportKind) => {
    for await (const { stream } of replayHistory(history)(null, 99, { kind, datasetId: importId }))
      return stream
    return null
  }
  expect(await Promise.all(importKinds.map(kindsOf))).toEqual([null, null, null])
})

test('dataset: what names it, and its import', async () => {
  expect(await typesOf({ datasetId: imports.kept })).toEqual([
    'TokenConsumed',
    'DatasetImported',
    ...afterwards,
  ])
  expect(await typesOf({ datasetId: imports.passing })).toEqual([
    'TokenConsumed',
    'EphemeralDatasetDiscarded',
  ])
})

test('token: what names it, and what became of its dataset', async () => {
  expect(await typesOf({ tokenId: tokens.kept })).toEqual([...ofTheKept, ...afterwards])
  expect(await typesOf({ tokenId: tokens.unused })).toEqual(['TokenIssued', 'UploadRefused', 'TokenRevoked'])
})

test('since and until: half-open over when an event was stored', async () => {
  expect(await typesOf({ since: 1_000, until: 3_000 })).toEqual(['UserNameClaimed', 'UserProvisioned'])
  expect(await typesOf({ since: 22_000 })).toEqual(['DatasetWithdrawn'])
  expect(await typesOf({ until: 1_000 })).toEqual(['UserProvisioned'])
  expect(await typesOf({ since: 3_000, until: 3_000 })).toEqual([])
})

test('members combine with and', async () => {
  expect(await typesOf({ projectId: 1, user: 'asmith' })).toEqual([
    ...['TokenIssued', 'UploadRefused', 'TokenRevoked'],
    'DatasetRead',
  ])
  expect(await typesOf({ projectId: 2, kind: 'ephemeral', until: 17_000 })).toEqual(['TokenConsumed'])
})

test('a limit counts what is found', async () => {
  expect(await typesOf({ tokenId: tokens.kept }, 4)).toEqual([...ofTheKept, 'DatasetRead'])
})

test('no stream is read where the events themselves tell', async () => {
  const history = await auditedHistory()
  const store: EventStore = { ...history.store, readStream: () => Promise.reject(new Error('it was read')) }
  const found: unknown[] = []
  const query = { until: 18_000, datasetId: imports.passing }
  for await (const event of replayHistory({ ...history, store })(null, 99, query)) found.push(event)
  expect(found).toHaveLength(2)
})
