import type { RefusalToRecord } from '../../src/application/upload-refusal'
import { begin } from '../support/deployment'
import { answering } from '../support/store-calls'
import { historyOf, idOf, type Scene, scene, uploadOf } from './importing'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const refusals = async () =>
  (await historyOf(at.deployed.history)).filter(({ type }) => type === 'UploadRefused')

const refusalOf = (tokenId: string): RefusalToRecord => ({
  tokenId,
  reason: 'header-mismatch',
  ruleCounts: [],
})

test('a refused table is recorded by codes and counts, and no cell of it', async () => {
  const token = await at.issue()
  const answer = await at.node.useCases.importDataset(
    uploadOf(token, 'dataset', 'id,age\na,young\nb,old\nc,34,surplus\n'),
  )
  if (answer.outcome !== 'refused' || answer.record === null) throw new Error('it was not refused')
  await at.node.useCases.recordRefusal(answer.record, 'request')
  const [refused, ...others] = await refusals()
  expect(others).toEqual([])
  expect(refused).toMatchObject({ tokenId: idOf(token), reason: 'csv-invalid', at: begin })
  expect(refused).toHaveProperty(
    'ruleCounts',
    expect.arrayContaining([
      { rule: 'type-integer', count: 2 },
      { rule: 'ragged-row', count: 1 },
    ]),
  )
  expect(JSON.stringify(refused)).not.toMatch(/young|old|surplus/)
})

test('a hundred are recorded of a token, and no more; another token has its own', async () => {
  const [first, second] = [idOf(await at.issue()), idOf(await at.issue())]
  for (let n = 0; n < 103; n++) await at.node.useCases.recordRefusal(refusalOf(first), 'request')
  expect(await refusals()).toHaveLength(100)
  await at.node.useCases.recordRefusal(refusalOf(second), 'request')
  expect(await refusals()).toHaveLength(101)
})

test('one that the store does not take is logged, and disturbs nobody', async () => {
  const store = answering('append UploadRefused', 'unavailable')(at.deployed.history)
  await at.deployed.node({ store }).useCases.recordRefusal(refusalOf(idOf(await at.issue())), 'request')
  expect(await refusals()).toEqual([])
  expect(at.deployed.errors).toMatchObject([{ name: 'EventStoreUnavailable' }])
})
