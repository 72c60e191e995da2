import {
  type AppendResult,
  type EventStore,
  EventStoreUnavailable,
} from '../../src/application/ports/event-store'
import { withoutPatience } from '../support/deployment'
import { answering, aroundCalls, type Disturbance } from '../support/store-calls'
import { breaches } from './import-invariants'
import {
  importBy,
  importOver,
  newestImport,
  type Scene,
  scene,
  stillGood,
  typesIn,
  uploadOf,
} from './importing'

let at: Scene
beforeEach(async () => {
  at = await scene()
})
afterEach(() => at.deployed.end())

const kinds = ['dataset', 'ephemeral', 'external'] as const

describe.each([
  ['stored', true],
  ['not stored', false],
])('an append that is %s and whose outcome is unknown once', (_what, stored) => {
  test.each([
    ['append TokenConsumed', 'dataset'],
    ['append ExternalIdentifierClaimed', 'external'],
    ['append DatasetImported', 'external'],
    ['append EphemeralDatasetDiscarded', 'ephemeral'],
  ] as const)('is repeated: %s', async (name, kind) => {
    const token = await at.issue()
    expect(await importOver(at, answering(name, 'unknown', { stored }), kind, token)).toBe('imported')
    expect(await breaches(at.deployed)).toEqual([])
  })
})

test.each([
  ['append TokenConsumed', 'dataset'],
  ['append TokenConsumed', 'ephemeral'],
  ['append TokenConsumed', 'external'],
  ['append ExternalIdentifierClaimed', 'external'],
] as const)(
  'a store that was unclear before it was unavailable may have stored it: %s of kind %s',
  async (name, kind) => {
    const token = await at.issue()
    const answers: AppendResult['outcome'][] = ['unknown', 'unavailable', 'unavailable']
    const disturbance: Disturbance = (store) =>
      aroundCalls(store, {
        async append(called, proceed) {
          const outcome = called === name ? answers.shift() : undefined
          if (outcome === undefined) return proceed()
          if (outcome === 'unknown') await proceed()
          return { outcome } as AppendResult
        },
      })
    expect(await importOver(at, disturbance, kind, token)).toBe('imported')
    expect(answers).toEqual([])
    expect(await breaches(at.deployed)).toEqual([])
  },
)

test('a consumption that was stored unheard is not taken for another import, whoever else tries', async () => {
  const token = await at.issue()
  const answers: string[] = []
  const disturbance: Disturbance = (store) =>
    aroundCalls(answering('append TokenConsumed', 'unknown', { stored: true })(store), {
      async append(_name, proceed) {
        const result = await proceed()
        if (result.outcome === 'unknown') answers.push(await importBy(at.node, token, 'dataset'))
        return result
      },
    })
  answers.push(await importOver(at, disturbance, 'dataset', token))
  expect(answers).toEqual(['token-already-used', 'imported'])
  expect((await typesIn(at.deployed.history)).filter((type) => type === 'TokenConsumed')).toHaveLength(1)
  expect(await breaches(at.deployed)).toEqual([])
})

/** A store that stops answering, and answers again when it is told to. */
function silenced(name: string, stored: boolean) {
  let silent = true
  const disturbance: Disturbance = (store: EventStore) =>
    aroundCalls(store, {
      async append(called, proceed) {
        if (called !== name || !silent) return proceed()
        if (stored) await proceed()
        return { outcome: 'unknown' }
      },
    })
  const answerAgain = () => {
    silent = false
  }
  return { disturbance, answerAgain }
}

describe.each(['dataset', 'ephemeral'] as const)(
  'when the outcome of an import of kind %s stays unclear for too long',
  (kind) => {
    const outcome = kind === 'ephemeral' ? 'append EphemeralDatasetDiscarded' : 'append DatasetImported'
    test.each([
      ['append TokenConsumed', true, 'committing'],
      ['append TokenConsumed', false, 'receiving'],
      [outcome, true, 'imported'],
      [outcome, false, 'committing'],
    ] as const)(
      'in %s (stored: %p), the status is %s, and tells the truth in the end',
      async (name, stored, word) => {
        const token = await at.issue()
        const { disturbance, answerAgain } = silenced(name, stored)
        const store = disturbance(at.deployed.history)
        const { useCases, ports } = at.deployed.node({ store, pause: withoutPatience })
        const answer = await useCases.importDataset(uploadOf(token, kind))
        const importId = newestImport(at)
        expect(answer).toEqual({
          outcome: 'refused',
          refusal: { code: 'outcome-unknown', importId },
          record: null,
          spentBy: null,
        })
        expect((await useCases.showTokenStatus(token))?.word).toBe(word)

        answerAgain()
        await ports.admissions.whenIdle()
        expect(await useCases.showTokenStatus(token)).toMatchObject({
          word: 'imported',
          import: { detail: 'whole', receipt: { importId, kind, rows: 1 } },
        })
        expect(await breaches(at.deployed)).toEqual([])
        expect(at.deployed.errors).toEqual([])
      },
    )
  },
)

describe('a store that is unavailable', () => {
  test('exhausts no token, however often it is met', async () => {
    const token = await at.issue()
    const store = aroundCalls(at.deployed.history, {
      append: async (name, proceed) =>
        name === 'append TokenConsumed' ? { outcome: 'unavailable' } : proceed(),
    })
    const node = at.deployed.node({ store })
    for (let time = 0; time < 25; time++) {
      expect(await importBy(node, token, 'dataset')).toBe('store-unavailable')
    }
  })

  test.each([
    ['append ExternalIdentifierClaimed', 'external'],
    ['append TokenConsumed', 'dataset'],
    ['append TokenConsumed', 'ephemeral'],
    ['append TokenConsumed', 'external'],
  ] as const)('at %s of an import of kind %s leaves nothing but a good token', async (name, kind) => {
    const token = await at.issue()
    expect(await importOver(at, answering(name, 'unavailable'), kind, token)).toBe('store-unavailable')
    expect(await stillGood(at, token)).toBe(true)
    expect(await breaches(at.deployed)).toEqual([])
    expect(await importBy(at.node, token, kind)).toBe('imported')
  })

  test.each(kinds)('behind the consumption is waited for by an import of kind %s', async (kind) => {
    const token = await at.issue()
    const name = kind === 'ephemeral' ? 'append EphemeralDatasetDiscarded' : 'append DatasetImported'
    expect(await importOver(at, answering(name, 'unavailable', { times: 5 }), kind, token)).toBe('imported')
    expect(await breaches(at.deployed)).toEqual([])
  })

  test('at any one read before the consumption leaves nothing but a good token', async () => {
    const read = async (failing: number): Promise<{ readonly reads: number; readonly word: string }> => {
      const token = await at.issue()
      let reads = 0
      const store = aroundCalls(at.deployed.history, {
        async read(_name, proceed) {
          reads += 1
          if (reads === failing) throw new EventStoreUnavailable('down')
          return proceed()
        },
      })
      const word = await importBy(at.deployed.node({ store }), token, 'dataset').catch(
        (fault: unknown) => (fault as Error).name,
      )
      if (word !== 'imported') expect(await stillGood(at, token)).toBe(true)
      return { reads, word }
    }
    const words: string[] = []
    // Presentation: token, user, project. Step 1: the same. Step 3: the own outcome. Step 5 and 6: waited for.
    for (let failing = 1; failing <= 10; failing++) words.push((await read(failing)).word)
    expect(words).toEqual([
      ...Array(3).fill('EventStoreUnavailable'),
      ...Array(4).fill('store-unavailable'),
      ...Array(3).fill('imported'),
    ])
    expect(await breaches(at.deployed)).toEqual([])
  })
})

test('a claim that can not be given up now does not hide why the import failed', async () => {
  const [token, next] = [await at.issue(), await at.issue()]
  const unavailable = (event: string) => answering(`append ${event}`, 'unavailable')
  const disturbance: Disturbance = (store) =>
    unavailable('DatasetImportFailed')(unavailable('TokenConsumed')(store))
  expect(await importOver(at, disturbance, 'external', token)).toBe('store-unavailable')
  expect(await stillGood(at, token)).toBe(true)
  expect(await importBy(at.node, next, 'external')).toBe('external-uuid-taken')
  expect(await breaches(at.deployed)).toEqual([])
})
