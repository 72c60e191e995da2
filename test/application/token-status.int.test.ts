import { admissions } from '../../src/application/admissions'
import { begin, byManagement } from '../support/deployment'
import { rightAfter, rightBefore } from '../support/store-calls'
import { idOf, importBy, importOver, newestImport, type Scene, scene, typesIn } from './importing'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const issue = async (members: object = {}): Promise<string> => {
  const request = { projectId: at.projectId, user: 'jdoe', ...members }
  const answer = await at.node.useCases.issueToken(request, byManagement)
  if (answer.outcome === 'refused') throw new Error(answer.refusal.code)
  return answer.issued.token
}

/** The word that the holder hears, and the same that management does. */
async function wordOf(token: string, node = at.node): Promise<string | undefined> {
  const [held, managed] = [
    await node.useCases.showTokenStatus(token),
    await node.useCases.showToken(idOf(token)),
  ]
  expect(managed?.word).toBe(held?.word)
  return held?.word
}

test('follows the window, half open', async () => {
  const token = await issue({ notBefore: begin + 1_000, expiresInSeconds: 2 })
  const words: unknown[] = []
  for (const after of [0, 999, 1_000, 2_999, 3_000]) {
    at.deployed.clock.now = begin + after
    words.push(await wordOf(token))
  }
  expect(words).toEqual(['not-yet-valid', 'not-yet-valid', 'issued', 'issued', 'expired'])
})

test('says receiving on the node that receives', async () => {
  const uploads = admissions(1)
  const token = await issue()
  const upload = uploads.admit(idOf(token))
  expect(await wordOf(token, at.deployed.node({ admissions: uploads }))).toBe('receiving')
  expect(await wordOf(token)).toBe('issued')
  if (upload.admitted) upload.release()
  expect(await wordOf(token, at.deployed.node({ admissions: uploads }))).toBe('issued')
})

test('says committing between consumption and outcome, and what came of it afterwards', async () => {
  const token = await issue()
  const words: unknown[] = []
  const look = async () => words.push(await wordOf(token))
  await importOver(at, rightAfter('append TokenConsumed', look), 'dataset', token)
  await look()
  expect(words).toEqual(['committing', 'imported'])
})

test('says failed of an import whose rights were withdrawn, and names it', async () => {
  const token = await issue()
  const withdraw = () => at.node.useCases.changeProject(at.projectId, { owners: ['asmith'] }, byManagement)
  await importOver(at, rightBefore('append TokenConsumed', withdraw), 'external', token)
  expect(await at.node.useCases.showTokenStatus(token)).toMatchObject({
    word: 'failed',
    import: { detail: 'brief', status: 'failed', importId: newestImport(at), kind: 'external' },
  })
})

test('a used or revoked token stays so when its window is over', async () => {
  const [used, revoked] = [await issue(), await issue()]
  await importBy(at.node, used, 'dataset')
  await at.node.useCases.revokeToken(idOf(revoked), byManagement)
  at.deployed.clock.now += 24 * 3_600_000
  expect(await wordOf(used)).toBe('imported')
  expect(await wordOf(revoked)).toBe('revoked')
})

test('gives the lost answer of an ephemeral import while its result waits, and is brief afterwards', async () => {
  const token = await issue()
  await importBy(at.node, token, 'ephemeral')
  const importId = newestImport(at)
  const seen = async () => (await at.node.useCases.showTokenStatus(token))?.import
  expect(await seen()).toMatchObject({ detail: 'whole', receipt: { importId, rows: 1, sha256: null } })
  at.deployed.clock.now += 3_600_000 - 1
  expect(await seen()).toMatchObject({ detail: 'whole' })
  at.deployed.clock.now += 1
  expect(await seen()).toEqual({ detail: 'brief', status: 'imported', importId, kind: 'ephemeral' })
})

test.each([
  ['an unknown token', () => `00000000-0000-4000-8000-000000000000.${'s'.repeat(43)}`],
  ['a wrong secret', (token: string) => `${idOf(token)}.${'s'.repeat(43)}`],
  ['a token without its secret', (token: string) => idOf(token)],
  ['nothing', () => ''],
])('says nothing of %s', async (_what, text) => {
  const token = await issue()
  expect(await at.node.useCases.showTokenStatus(text(token))).toBeNull()
})

test('asking never spends the token, and leaves nothing in the history', async () => {
  const token = await issue()
  const stored = await typesIn(at.deployed.history)
  await wordOf(token)
  expect(await typesIn(at.deployed.history)).toEqual(stored)
  expect(await importBy(at.node, token, 'dataset')).toBe('imported')
})
