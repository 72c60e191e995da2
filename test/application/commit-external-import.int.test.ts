import { rightAfter, rightBefore } from '../support/store-calls'
import { breaches } from './import-invariants'
import {
  importBy,
  importOver,
  newestImport,
  type Scene,
  scene,
  settleElsewhere,
  stillGood,
  typesIn,
  uploadOf,
} from './importing'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

describe('the uuid', () => {
  test('of a dataset is taken, and the token kept', async () => {
    const [first, second] = [await at.issue(), await at.issue()]
    await importBy(at.node, first, 'external')
    const answer = await at.node.useCases.importDataset(uploadOf(second, 'external'))
    expect(answer).toMatchObject({ refusal: { code: 'external-uuid-taken', pending: false } })
    expect(await stillGood(at, second)).toBe(true)
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('of an import that is under way is taken for now', async () => {
    const [first, second] = [await at.issue(), await at.issue()]
    const answers: unknown[] = []
    const rival = async () => answers.push(await at.node.useCases.importDataset(uploadOf(second, 'external')))
    const disturbance = rightAfter('append ExternalIdentifierClaimed', rival)
    expect(await importOver(at, disturbance, 'external', first)).toBe('imported')
    expect(answers).toMatchObject([{ refusal: { code: 'external-uuid-taken', pending: true } }])
    expect(await stillGood(at, second)).toBe(true)
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('is not to be had by another upload with the same token', async () => {
    const token = await at.issue()
    const answers: string[] = []
    const twin = async () => answers.push(await importBy(at.node, token, 'external'))
    const disturbance = rightAfter('append ExternalIdentifierClaimed', twin)
    answers.push(await importOver(at, disturbance, 'external', token))
    expect(answers).toEqual(['token-in-use', 'imported'])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('that an upload with the same token has come to bear since step 1 tells of the spent token', async () => {
    const token = await at.issue()
    const answers: unknown[] = []
    const twin = async () => answers.push(await at.node.useCases.importDataset(uploadOf(token, 'external')))
    const disturbance = rightBefore('read catalogue', twin)
    const node = at.deployed.node({ store: disturbance(at.deployed.history) })
    answers.push(await node.useCases.importDataset(uploadOf(token, 'external')))
    const winner = newestImport(at)
    expect(answers).toMatchObject([
      { outcome: 'imported', receipt: { importId: winner } },
      { refusal: { code: 'token-already-used' }, spentBy: { receipt: { importId: winner } } },
    ])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('that another import claims between the look and the claim goes to that import', async () => {
    const [first, second] = [await at.issue(), await at.issue()]
    const answers: string[] = []
    const rival = async () => answers.push(await importBy(at.node, second, 'external'))
    const disturbance = rightBefore('append ExternalIdentifierClaimed', rival)
    answers.push(await importOver(at, disturbance, 'external', first))
    expect(answers).toEqual(['imported', 'external-uuid-taken'])
    expect(await stillGood(at, first)).toBe(true)
    expect(await breaches(at.deployed)).toEqual([])
  })
})

describe('an import that is fenced', () => {
  test.each([
    ['after its claim', rightAfter, 'append ExternalIdentifierClaimed'],
    ['before its last look', rightBefore, 'read dataset'],
  ] as const)('%s stops and keeps its token', async (_when, place, call) => {
    const token = await at.issue()
    const disturbance = place(call, () => settleElsewhere(at, newestImport(at), token))
    expect(await importOver(at, disturbance, 'external', token)).toBe('external-uuid-taken')
    expect(await typesIn(at.deployed.history)).not.toContain('TokenConsumed')
    expect(await breaches(at.deployed)).toEqual([])
    expect(await importBy(at.node, token, 'external')).toBe('imported')
  })

  test('after its last look has its token spent, and the fence stands as its outcome', async () => {
    const token = await at.issue()
    const disturbance = rightAfter('read dataset', () => settleElsewhere(at, newestImport(at), token))
    const node = at.deployed.node({ store: disturbance(at.deployed.history) })
    expect(await node.useCases.importDataset(uploadOf(token, 'external'))).toMatchObject({
      refusal: { code: 'token-already-used' },
      spentBy: { detail: 'brief', status: 'failed', importId: newestImport(at), kind: 'external' },
    })
    expect((await at.node.useCases.showTokenStatus(token))?.word).toBe('failed')
    expect(await breaches(at.deployed)).toEqual([])
  })
})
