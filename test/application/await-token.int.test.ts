import type { TokenWord } from '../../src/application/token-state'
import { begin, byManagement, type Deployment, deployment } from '../support/deployment'

let deployed: Deployment
let tokenId: string
beforeEach(async () => {
  deployed = await deployment()
  const { useCases } = deployed.node()
  await useCases.provisionUser({ name: 'jdoe', groups: [] }, byManagement)
  await useCases.provisionProject({ name: 'Heart', description: '', owner: 'jdoe' }, byManagement)
  const issued = await useCases.issueToken({ projectId: 1, user: 'jdoe' }, byManagement)
  if (issued.outcome === 'refused') throw new Error(issued.refusal.code)
  tokenId = issued.issued.tokenId
})
afterEach(() => deployed.end())

const never = new AbortController().signal

/** Waits, while something happens at the nth pause. */
async function wait(waitMs: number, happen: (nth: number) => unknown, signal = never) {
  const pauses: number[] = []
  const { useCases } = deployed.node({
    pause: async (ms) => {
      pauses.push(ms)
      await happen(pauses.length)
    },
  })
  const word: TokenWord | undefined = (await useCases.awaitToken(tokenId, waitMs, signal))?.word
  return { word, pauses }
}

test('a token is told as soon as its state has changed', async () => {
  const revoke = () => deployed.node().useCases.revokeToken(tokenId, byManagement)
  expect(await wait(30_000, (nth) => (nth === 3 ? revoke() : undefined))).toEqual({
    word: 'revoked',
    pauses: [200, 200, 200],
  })
})

test('time changes it too', async () => {
  const pass = (nth: number) => {
    if (nth === 2) deployed.clock.now = begin + 15 * 60 * 1_000
  }
  expect(await wait(30_000, pass)).toMatchObject({ word: 'expired', pauses: [200, 200] })
})

test('at the latest it is told at the end of the time, as it is', async () => {
  expect(await wait(500, () => undefined)).toEqual({ word: 'issued', pauses: [200, 200, 100] })
})

test('it is told at once when nobody may wait any more', async () => {
  const stopping = new AbortController()
  const stop = (nth: number) => {
    if (nth === 2) stopping.abort()
  }
  expect(await wait(30_000, stop, stopping.signal)).toEqual({ word: 'issued', pauses: [200, 200] })
  expect(await wait(30_000, () => undefined, AbortSignal.abort())).toEqual({ word: 'issued', pauses: [] })
})

test('one that was never issued is not waited for', async () => {
  tokenId = '00000000-0000-4000-8000-000000000001'
  expect(await wait(30_000, () => undefined)).toEqual({ word: undefined, pauses: [] })
})

test('one whose state can not change any more is told at once', async () => {
  await deployed.node().useCases.revokeToken(tokenId, byManagement)
  expect(await wait(30_000, () => undefined)).toEqual({ word: 'revoked', pauses: [] })
})

test('one whose time is over is told at once', async () => {
  deployed.clock.now = begin + 15 * 60 * 1_000
  expect(await wait(30_000, () => undefined)).toEqual({ word: 'expired', pauses: [] })
})
