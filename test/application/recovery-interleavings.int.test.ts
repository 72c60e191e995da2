import fc from 'fast-check'
import { cleanImports } from '../../src/application/clean-imports'
import type { CommitTimes } from '../../src/application/commit-times'
import { openImports } from '../../src/application/open-imports'
import type { EventStore } from '../../src/application/ports/event-store'
import { recoverImports } from '../../src/application/recover-imports'
import type { Ports } from '../../src/infrastructure/composition/ports'
import { byManagement } from '../support/deployment'
import { memoryMark } from '../support/history-mark'
import { aroundCalls } from '../support/store-calls'
import { type Actor, inTurns } from '../support/turns'
import { breaches } from './import-invariants'
import { type Scene, scene, uploadOf, wordOf } from './importing'
import { outcomesIn } from './recovering'

/** What an upload may hear; the one that is killed tells nobody. */
const answers = [
  'imported',
  'token-already-used',
  'user-inactive',
  'rights-withdrawn',
  'external-uuid-taken',
  'killed',
]

/** It must be safe at any time: whoever looks at an import finds it old enough. */
const atOnce: CommitTimes = {
  everyMs: 0,
  recoverAfterMs: -1,
  takeOverAfterMs: -1,
  fenceAfterMs: -1,
  silenceMs: -1,
}

/** The node as it is up to so many of its calls to the history; nothing of it comes about after that. */
function killedAfter(calls: number, { deployed }: Scene, store: EventStore): Partial<Ports> {
  let left = calls
  const orDead = <T>(_name: string, proceed: () => Promise<T>): Promise<T> =>
    left-- > 0 ? proceed() : Promise.reject(new Error('killed'))
  const { datasets } = deployed
  return {
    store: aroundCalls(store, { append: orDead, read: orDead }),
    datasets: {
      ...datasets,
      remove: async (...what) => (left >= 0 ? datasets.remove(...what) : undefined),
    },
  }
}

const alive = Number.MAX_SAFE_INTEGER

/**
 * Two uploads race for one token, a third has its own, and all want the same uuid; one of them is killed somewhere.
 * Somebody withdraws the rights, somebody recovers and somebody cleans, all at any time.
 */
async function race(
  at: Scene,
  choices: readonly number[],
  killed: number,
  calls: number,
): Promise<readonly string[]> {
  const [shared, own] = [await at.issue(), await at.issue()]
  const heard: string[] = []
  const uploading =
    (token: string, index: number): Actor =>
    async (store) => {
      const ports = killedAfter(index === killed ? calls : alive, at, store)
      const { useCases } = at.deployed.node({ ...ports, times: atOnce })
      heard.push(
        await useCases
          .importDataset(uploadOf(token, 'external'))
          .then(wordOf, (fault: Error) => fault.message),
      )
    }
  const withdrawing: Actor = (store) =>
    at.deployed.node({ store }).useCases.deactivateUser('jdoe', byManagement)
  const tending =
    (looks: number, dutyOf: (ports: Ports) => () => Promise<void>): Actor =>
    async (store) => {
      const duty = dutyOf(at.deployed.node({ store, times: atOnce }).ports)
      // The first look of each stands behind one call, so that it waits for its turn.
      for (let look = 0; look < looks; look++) {
        await store.readStream('store-self')
        await duty()
      }
    }
  const recovering = (ports: Ports) =>
    recoverImports({ ...ports, openImports: openImports({ store: ports.store, mark: memoryMark() }) })

  let next = 0
  await inTurns(
    at.deployed.history,
    [
      uploading(shared, 0),
      uploading(shared, 1),
      uploading(own, 2),
      withdrawing,
      tending(6, recovering),
      tending(6, cleanImports),
    ],
    () => choices[next++ % choices.length] ?? 0,
  )
  // Whoever is left in the end does what is left to do.
  const { ports } = at.deployed.node({ times: atOnce })
  await recovering(ports)()
  await cleanImports(ports)()
  return heard
}

test('whoever is killed, recovers, takes over and cleans in whatever order, imports keep what must hold', async () => {
  const outcomes = new Set<string>()
  const all = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(59), { minLength: 40, maxLength: 80 }),
      fc.nat(3),
      fc.nat(30),
      async (choices, killed, calls) => {
        const at = await scene()
        try {
          for (const word of await race(at, choices, killed, calls)) all.add(word)
          for (const outcome of await outcomesIn(at)) outcomes.add(outcome)
          expect(await breaches(at.deployed)).toEqual([])
          expect(at.deployed.errors).toEqual([])
        } finally {
          await at.deployed.end()
        }
      },
    ),
    { numRuns: 60, seed: 2031 },
  )
  // The orders tried are of use only while they lead to every end.
  expect([...outcomes].sort()).toEqual(['abandoned', 'imported', 'rights-withdrawn'])
  expect([...all].sort()).toEqual([...answers].sort())
}, 60_000)
