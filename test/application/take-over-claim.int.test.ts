import { byManagement } from '../support/deployment'
import { rightBefore } from '../support/store-calls'
import { breaches } from './import-invariants'
import { importBy, type Scene, scene, stillGood, typesIn, uploadOf } from './importing'
import { killedAt, outcomesIn, stoppedAt } from './recovering'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const later = (ms: number) => {
  at.deployed.clock.now += ms
}
const claim = 'append ExternalIdentifierClaimed'

describe('a claim whose import has no outcome', () => {
  test('is left to it for a minute, by the time of its event', async () => {
    await killedAt(at, await at.issue(), 'external', claim, 'after')
    const token = await at.issue()
    later(60_000)
    expect(await at.node.useCases.importDataset(uploadOf(token, 'external'))).toMatchObject({
      refusal: { code: 'external-uuid-taken', pending: true },
    })
    expect(await stillGood(at, token)).toBe(true)
    later(1)
    expect(await importBy(at.node, token, 'external')).toBe('imported')
  })

  test('is taken over by fencing the import, which then comes to nothing', async () => {
    const holder = await at.issue()
    await killedAt(at, holder, 'external', claim, 'after')
    later(60_001)
    expect(await importBy(at.node, await at.issue(), 'external')).toBe('imported')
    expect((await typesIn(at.deployed.history)).slice(-4)).toEqual([
      'DatasetImportFailed',
      'ExternalIdentifierClaimed',
      'TokenConsumed',
      'DatasetImported',
    ])
    expect(await outcomesIn(at)).toEqual(['abandoned', 'imported'])
    expect(await stillGood(at, holder)).toBe(true)
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('is taken over by another upload with the same token too', async () => {
    const token = await at.issue()
    await killedAt(at, token, 'external', claim, 'after')
    expect(await importBy(at.node, token, 'external')).toBe('token-in-use')
    later(60_001)
    expect(await importBy(at.node, token, 'external')).toBe('imported')
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('is rolled forward instead when its token is consumed, and the uuid stays its own', async () => {
    const [holder, token] = [await at.issue(), await at.issue()]
    await killedAt(at, holder, 'external', 'append TokenConsumed', 'after')
    later(60_001)
    expect(await at.node.useCases.importDataset(uploadOf(token, 'external'))).toMatchObject({
      refusal: { code: 'external-uuid-taken', pending: false },
    })
    expect((await at.node.useCases.showTokenStatus(holder))?.word).toBe('imported')
    expect(await stillGood(at, token)).toBe(true)
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('is free once its consumed import is found to have had no rights', async () => {
    const [holder, token] = [await at.issue(), await at.issue()]
    const deactivate = () => at.node.useCases.deactivateUser('jdoe', byManagement)
    const history = rightBefore('append TokenConsumed', deactivate)(at.deployed.history)
    const deployed = { ...at.deployed, history }
    await killedAt({ ...at, deployed }, holder, 'external', 'append TokenConsumed', 'after')
    await at.node.useCases.ensureUser({ name: 'jdoe' }, byManagement)
    later(60_001)
    expect(await importBy(at.node, token, 'external')).toBe('imported')
    expect(await outcomesIn(at)).toEqual(['rights-withdrawn', 'imported'])
  })

  test('of a token that another import has consumed is fenced', async () => {
    const holder = await at.issue()
    await killedAt(at, holder, 'external', claim, 'after')
    expect(await importBy(at.node, holder, 'dataset')).toBe('imported')
    later(60_001)
    expect(await importBy(at.node, await at.issue(), 'external')).toBe('imported')
    expect(await outcomesIn(at)).toEqual(['imported', 'abandoned', 'imported'])
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('is fenced once when two imports want it, and goes to one of them', async () => {
    await killedAt(at, await at.issue(), 'external', claim, 'after')
    const tokens = [await at.issue(), await at.issue()]
    later(60_001)
    const words = await Promise.all(tokens.map((token) => importBy(at.deployed.node(), token, 'external')))
    expect(words.sort()).toEqual(['external-uuid-taken', 'imported'])
    expect(await outcomesIn(at)).toEqual(['abandoned', 'imported'])
    expect(await breaches(at.deployed)).toEqual([])
  })
})

describe('an importer that only slept, and whose claim was taken over', () => {
  test('finds that it was fenced, and keeps its token', async () => {
    const [sleeper, token] = [await at.issue(), await at.issue()]
    const slept = await stoppedAt(at, sleeper, 'external', claim, 'after')
    later(60_001)
    expect(await importBy(at.node, token, 'external')).toBe('imported')
    expect(await slept.goOn()).toBe('external-uuid-taken')
    expect(await stillGood(at, sleeper)).toBe(true)
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('right before its consumption spends its token, and its outcome is that it was abandoned', async () => {
    const [sleeper, token] = [await at.issue(), await at.issue()]
    const slept = await stoppedAt(at, sleeper, 'external', 'append TokenConsumed', 'before')
    later(60_001)
    expect(await importBy(at.node, token, 'external')).toBe('imported')
    expect(await slept.goOn()).toBe('token-already-used')
    expect((await at.node.useCases.showTokenStatus(sleeper))?.word).toBe('failed')
    expect(await outcomesIn(at)).toEqual(['abandoned', 'imported'])
    expect(await breaches(at.deployed)).toEqual([])
  })
})
