import type { PersonNames } from '../../src/application/ports/person-names'
import { byManagement, type Deployment, deployment } from '../support/deployment'
import { rightBefore } from '../support/store-calls'
import { historyOf, typesIn } from './importing'

let deployed: Deployment
beforeEach(async () => {
  deployed = await deployment()
})
afterEach(() => deployed.end())

const jdoe = { name: 'jdoe', groups: ['cardiology'] }

test('a user can be shown by name as soon as it is provisioned, and the history holds no name', async () => {
  const { useCases } = deployed.node()
  expect(await useCases.provisionUser({ name: 'Jürgen', groups: ['a', 'a', 'b'] }, byManagement)).toEqual({
    outcome: 'provisioned',
    userId: expect.any(String),
  })
  // Names are compared NFC: here the u and its dots are two characters.
  expect(await useCases.showUser('Ju\u0308rgen')).toEqual({
    name: 'Jürgen',
    groups: ['a', 'b'],
    active: true,
  })
  expect(await useCases.listUsers()).toEqual([{ name: 'Jürgen', groups: ['a', 'b'], active: true }])
  expect(await typesIn(deployed.history)).toEqual(['UserProvisioned', 'UserNameClaimed'])
  expect(JSON.stringify(await historyOf(deployed.history))).not.toMatch(/j.{0,3}rgen/i)
})

test('a name that is borne is refused, also while its bearer is inactive, and nothing is stored', async () => {
  const { useCases } = deployed.node()
  await useCases.provisionUser(jdoe, byManagement)
  await useCases.deactivateUser('jdoe', byManagement)
  const stored = await typesIn(deployed.history)
  expect(await useCases.provisionUser(jdoe, byManagement)).toEqual({
    outcome: 'refused',
    refusal: { code: 'user-exists' },
  })
  expect(await typesIn(deployed.history)).toEqual(stored)
})

test('of two that race for one name, one wins, and the key of the other is forgotten', async () => {
  const forgotten: string[] = []
  const names: PersonNames = {
    ...deployed.names,
    async forget(userId) {
      forgotten.push(userId)
      await deployed.names.forget(userId)
    },
  }
  const answers: unknown[] = []
  const rival = async () => answers.push(await deployed.node().useCases.provisionUser(jdoe, byManagement))
  const store = rightBefore('append UserNameClaimed', rival)(deployed.history)
  const { useCases } = deployed.node({ store, names })
  answers.push(await useCases.provisionUser(jdoe, byManagement))

  expect(answers).toMatchObject([
    { outcome: 'provisioned' },
    { outcome: 'refused', refusal: { code: 'user-exists' } },
  ])
  const provisioned = (await historyOf(deployed.history)).flatMap((event) =>
    event.type === 'UserProvisioned' ? [event] : [],
  )
  const [loser] = provisioned.filter(({ userId }) => forgotten.includes(userId))
  expect(provisioned).toHaveLength(2)
  expect(forgotten).toHaveLength(1)
  expect(await deployed.names.open(loser?.userId ?? '', loser?.sealedName ?? '')).toBeNull()
  expect(await useCases.listUsers()).toHaveLength(1)
})

test('whoever is not known can be neither shown nor deactivated', async () => {
  const { useCases } = deployed.node()
  expect(await useCases.showUser('nobody')).toBeNull()
  expect(await useCases.deactivateUser('nobody', byManagement)).toEqual({
    outcome: 'refused',
    refusal: { code: 'unknown-user' },
  })
})
