import { byManagement } from '../support/deployment'
import { rightAfter, rightBefore } from '../support/store-calls'
import { breaches } from './import-invariants'
import {
  historyOf,
  idOf,
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

const kinds = ['dataset', 'ephemeral', 'external'] as const

const countOf = async (type: string): Promise<number> =>
  (await typesIn(at.deployed.history)).filter((stored) => stored === type).length

test.each([
  ['dataset', ['TokenConsumed', 'DatasetImported']],
  ['ephemeral', ['TokenConsumed', 'EphemeralDatasetDiscarded']],
  ['external', ['ExternalIdentifierClaimed', 'TokenConsumed', 'DatasetImported']],
] as const)('an import of kind %s leaves these events and no others: %p', async (kind, expected) => {
  const token = await at.issue()
  const already = (await typesIn(at.deployed.history)).length
  expect(await importBy(at.node, token, kind)).toBe('imported')
  expect((await typesIn(at.deployed.history)).slice(already)).toEqual(expected)
  expect(await breaches(at.deployed)).toEqual([])
})

describe.each([
  {
    what: 'the ownership is withdrawn',
    code: 'not-owner',
    withdraw: () => at.node.useCases.changeProject(at.projectId, { owners: ['asmith'] }, byManagement),
  },
  {
    what: 'the user is deactivated',
    code: 'user-inactive',
    withdraw: () => at.node.useCases.deactivateUser('jdoe', byManagement),
  },
  {
    what: 'the project is retired',
    code: 'project-retired',
    withdraw: () => at.node.useCases.retireProject(at.projectId, byManagement),
  },
])('when $what', ({ code, withdraw }) => {
  test('before step 1, the import is refused and the token kept', async () => {
    const token = await at.issue()
    // The form is read between the presentation of the token and the commit.
    const { datasets } = at.deployed
    const stage = async (importId: string) => {
      await withdraw()
      return datasets.stage(importId)
    }
    const node = at.deployed.node({ datasets: { ...datasets, stage } })
    expect(await importBy(node, token, 'dataset')).toBe(code)
    expect(await stillGood(at, token)).toBe(true)
    expect(await breaches(at.deployed)).toEqual([])
  })

  test.each(kinds)('between steps 1 and 4, an import of kind %s fails as rights-withdrawn', async (kind) => {
    const token = await at.issue()
    expect(await importOver(at, rightBefore('append TokenConsumed', withdraw), kind, token)).toBe(
      'rights-withdrawn',
    )
    expect((await historyOf(at.deployed.history)).at(-1)).toMatchObject({ outcomeClass: 'rights-withdrawn' })
    expect((await at.node.useCases.showTokenStatus(token))?.word).toBe('failed')
    expect(await breaches(at.deployed)).toEqual([])
  })

  test.each(kinds)('between steps 4 and 5, an import of kind %s comes about', async (kind) => {
    const token = await at.issue()
    expect(await importOver(at, rightAfter('append TokenConsumed', withdraw), kind, token)).toBe('imported')
    expect(await breaches(at.deployed)).toEqual([])
  })
})

describe('when another node consumes the token between steps 1 and 4', () => {
  const ownLook = { dataset: 'read dataset', ephemeral: 'read ephemeralImport', external: 'read dataset' }

  describe.each(['right after its last look', 'right before its own append'])('%s', (when) => {
    test.each([
      ['dataset', 'dataset'],
      ['dataset', 'ephemeral'],
      ['ephemeral', 'external'],
      ['external', 'dataset'],
    ] as const)('an import of kind %s is told that the one of kind %s was first', async (kind, other) => {
      const token = await at.issue()
      const answers: string[] = []
      const consume = async () => answers.push(await importBy(at.node, token, other))
      const disturbance =
        when === 'right after its last look'
          ? rightAfter(ownLook[kind], consume)
          : rightBefore('append TokenConsumed', consume)
      answers.push(await importOver(at, disturbance, kind, token))
      expect(answers).toEqual(['imported', 'token-already-used'])
      expect(await countOf('TokenConsumed')).toBe(1)
      expect(await breaches(at.deployed)).toEqual([])
    })
  })

  test('the loser is told what the winner was told', async () => {
    const token = await at.issue()
    const disturbance = rightBefore('append TokenConsumed', () => importBy(at.node, token, 'dataset'))
    const node = at.deployed.node({ store: disturbance(at.deployed.history) })
    const answer = await node.useCases.importDataset(uploadOf(token, 'dataset'))
    const winner = newestImport(at)
    expect(answer).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'token-already-used', importId: winner, kind: 'dataset' },
      spentBy: { detail: 'whole', receipt: { importId: winner, kind: 'dataset', rows: 1 } },
    })
  })

  test('the claim of the loser is given up, so that the next import has the uuid', async () => {
    const [token, next] = [await at.issue(), await at.issue()]
    const consume = () => importBy(at.node, token, 'dataset')
    await importOver(at, rightBefore('append TokenConsumed', consume), 'external', token)
    expect(await importBy(at.node, next, 'external')).toBe('imported')
    expect(await breaches(at.deployed)).toEqual([])
  })
})

test('a token that is revoked between steps 1 and 4 imports nothing', async () => {
  const token = await at.issue()
  const revoke = () => at.node.useCases.revokeToken(idOf(token), byManagement)
  expect(await importOver(at, rightBefore('append TokenConsumed', revoke), 'dataset', token)).toBe(
    'token-revoked',
  )
  expect(await countOf('TokenConsumed')).toBe(0)
  expect(await breaches(at.deployed)).toEqual([])
})

test('a token that is revoked after its consumption stays used', async () => {
  const token = await at.issue()
  const answers: unknown[] = []
  const revoke = async () => answers.push(await at.node.useCases.revokeToken(idOf(token), byManagement))
  expect(await importOver(at, rightAfter('append TokenConsumed', revoke), 'dataset', token)).toBe('imported')
  expect(answers).toEqual([{ outcome: 'refused', refusal: { code: 'token-already-used' } }])
})

test('an outcome that somebody else records between steps 5 and 6 stands, and no second one follows', async () => {
  const token = await at.issue()
  const recover = () => settleElsewhere(at, newestImport(at), token)
  const disturbance = rightBefore('append DatasetImported', recover)
  expect(await importOver(at, disturbance, 'dataset', token)).toBe('token-already-used')
  expect((await typesIn(at.deployed.history)).slice(-2)).toEqual(['TokenConsumed', 'DatasetImportFailed'])
  expect(await breaches(at.deployed)).toEqual([])
})

test('an import whose staged files are gone consumes nothing', async () => {
  const token = await at.issue()
  const { datasets } = at.deployed
  const stage: typeof datasets.stage = async (importId) => {
    const staging = await datasets.stage(importId)
    const place: typeof staging.place = async (...placing) => {
      await staging.discard()
      return staging.place(...placing)
    }
    return { ...staging, place }
  }
  const node = at.deployed.node({ datasets: { ...datasets, stage } })
  await expect(importBy(node, token, 'external')).rejects.toMatchObject({ name: 'StagingLost' })
  expect(await stillGood(at, token)).toBe(true)
  expect(await breaches(at.deployed)).toEqual([])
  expect(await importBy(at.node, token, 'external')).toBe('imported')
})
