import { begin, byManagement } from '../support/deployment'
import { idOf, type Scene, scene, typesIn } from './importing'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const minute = 60_000
const issue = (members: object = {}) =>
  at.node.useCases.issueToken({ projectId: at.projectId, user: 'jdoe', ...members }, byManagement)
const refusedAs = (refusal: object) => ({ outcome: 'refused', refusal })

test.each([
  ['nothing is asked for', {}, begin, begin + 15 * minute],
  ['an hour is asked for', { expiresInSeconds: 3_600 }, begin, begin + 60 * minute],
  [
    'it is to begin later',
    { notBefore: begin + 5 * minute, expiresInSeconds: 60 },
    begin + 5 * minute,
    begin + 6 * minute,
  ],
  ['it has begun already', { notBefore: begin - 5 * minute }, begin - 5 * minute, begin + 10 * minute],
  ['the ceiling is asked for', { expiresInSeconds: 86_400 }, begin, begin + 24 * 60 * minute],
])('when %s, the window is so', async (_what, members, notBefore, expiresAt) => {
  const answer = await issue(members)
  expect(answer).toMatchObject({ outcome: 'issued', issued: { notBefore, expiresAt } })
})

test.each([
  ['is longer than the ceiling', { expiresInSeconds: 86_401 }],
  ['ends at this instant', { notBefore: begin - minute, expiresInSeconds: 60 }],
])('a window that %s is refused', async (_what, members) => {
  expect(await issue(members)).toEqual(refusedAs({ code: 'token-window-invalid', maxSeconds: 86_400 }))
  expect(await typesIn(at.deployed.history)).not.toContain('TokenIssued')
})

test('the default is no longer than the ceiling', async () => {
  const { useCases } = at.deployed.node({ maxSeconds: 30 })
  const answer = await useCases.issueToken({ projectId: at.projectId, user: 'jdoe' }, byManagement)
  expect(answer).toMatchObject({ issued: { expiresAt: begin + 30_000 } })
})

test('a token without kinds is refused, and kinds count once', async () => {
  expect(await issue({ kinds: [] })).toEqual(refusedAs({ code: 'token-kinds-missing' }))
  const answer = await issue({ kinds: ['external', 'external'] })
  const shown = answer.outcome === 'issued' ? await at.node.useCases.showToken(answer.issued.tokenId) : null
  expect(shown?.kinds).toEqual(['external'])
})

test('the history holds the digest of the secret, and not the secret', async () => {
  const answer = await issue()
  const token = answer.outcome === 'issued' ? answer.issued.token : ''
  const secret = token.slice(idOf(token).length + 1)
  const [issued] = (await at.deployed.history.readAll(null, 1_000)).slice(-1)
  expect(JSON.stringify(issued?.stored)).not.toContain(secret)
  expect(issued?.stored.data).toMatchObject({ secretDigest: at.node.ports.sha256(Buffer.from(secret)) })
})

test.each([
  ['unknown-user', { user: 'nobody' }, async () => {}],
  ['unknown-project', { projectId: 7 }, async () => {}],
  ['not-owner', { user: 'asmith' }, async () => {}],
  ['user-inactive', {}, () => at.node.useCases.deactivateUser('jdoe', byManagement)],
  ['project-retired', {}, () => at.node.useCases.retireProject(at.projectId, byManagement)],
])('%s is refused', async (code, members, first) => {
  await first()
  expect(await issue(members)).toEqual(refusedAs({ code }))
})
