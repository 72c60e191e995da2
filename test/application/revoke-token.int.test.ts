import { byManagement } from '../support/deployment'
import { idOf, importBy, type Scene, scene, typesIn } from './importing'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const revoke = (tokenId: string) => at.node.useCases.revokeToken(tokenId, byManagement)

test('a revoked token imports nothing, and its holder is told so', async () => {
  const token = await at.issue()
  expect(await revoke(idOf(token))).toEqual({ outcome: 'revoked' })
  expect(await importBy(at.node, token, 'dataset')).toBe('token-revoked')
  expect((await at.node.useCases.showTokenStatus(token))?.word).toBe('revoked')
})

test('revoking again is answered and stores nothing', async () => {
  const token = await at.issue()
  await revoke(idOf(token))
  const stored = await typesIn(at.deployed.history)
  expect(await revoke(idOf(token))).toEqual({ outcome: 'revoked' })
  expect(await typesIn(at.deployed.history)).toEqual(stored)
})

test('a used token has nothing to take back', async () => {
  const token = await at.issue()
  await importBy(at.node, token, 'dataset')
  expect(await revoke(idOf(token))).toEqual({ outcome: 'refused', refusal: { code: 'token-already-used' } })
  expect((await at.node.useCases.showTokenStatus(token))?.word).toBe('imported')
})

test('a token that was never issued is unknown', async () => {
  const answer = await revoke('00000000-0000-4000-8000-000000000000')
  expect(answer).toEqual({ outcome: 'refused', refusal: { code: 'unknown-token' } })
  expect(await typesIn(at.deployed.history)).not.toContain('TokenRevoked')
})
