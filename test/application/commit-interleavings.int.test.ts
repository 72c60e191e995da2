import fc from 'fast-check'
import { load } from '../../src/application/execute'
import { settleImport } from '../../src/application/settle-import'
import { streams } from '../../src/application/streams'
import { externalIdentifier } from '../../src/domain/external-identifier'
import { byManagement } from '../support/deployment'
import { type Actor, inTurns } from '../support/turns'
import { breaches } from './import-invariants'
import { catalogueUuid, type Scene, scene, uploadOf, wordOf } from './importing'

/** What an upload may hear when it races with others, with a withdrawal and with a fence. */
const answers = [
  'imported',
  'token-already-used',
  'token-in-use',
  'not-owner',
  'rights-withdrawn',
  'external-uuid-taken',
]

/** Two uploads race for one token on two nodes, a third has its own; all three want the same uuid. */
async function race(at: Scene, choices: readonly number[]): Promise<readonly string[]> {
  const [shared, own] = [await at.issue(), await at.issue()]
  const heard: string[] = []
  const uploading =
    (token: string): Actor =>
    async (store) => {
      const importing = at.deployed.node({ store }).useCases.importDataset(uploadOf(token, 'external'))
      heard.push(await importing.then(wordOf, (fault: Error) => fault.message))
    }
  const withdrawing: Actor = (store) =>
    at.deployed.node({ store }).useCases.changeProject(at.projectId, { owners: ['asmith'] }, byManagement)
  /** It must be safe at any time, so it does not wait for a minute. */
  const fencing: Actor = async (store) => {
    for (let look = 0; look < 20; look++) {
      const { state } = await load(store, streams.catalogue(catalogueUuid), externalIdentifier)
      if (state.status === 'free') continue
      const { importId: datasetId, tokenId } = state.claim
      const settlement = { kind: 'kept', verdict: 'abandoned', facts: { datasetId, tokenId } } as const
      await settleImport({ store, newId: at.node.ports.newId }, settlement, byManagement)
      return
    }
  }

  let next = 0
  await inTurns(
    at.deployed.history,
    [uploading(shared), uploading(shared), uploading(own), withdrawing, fencing],
    () => choices[next++ % choices.length] ?? 0,
  )
  return heard
}

test('whatever the order of their calls, imports keep what every history must hold', async () => {
  const all = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(59), { minLength: 30, maxLength: 60 }), async (choices) => {
      const at = await scene()
      try {
        const heard = await race(at, choices)
        for (const word of heard) all.add(word)
        expect(answers).toEqual(expect.arrayContaining([...heard]))
        expect(await breaches(at.deployed)).toEqual([])
      } finally {
        await at.deployed.end()
      }
    }),
    { numRuns: 100, seed: 2031 },
  )
  // The orders tried are of use only while they lead to every end.
  expect([...all].sort()).toEqual([...answers].sort())
}, 60_000)
