import fc from 'fast-check'
import { replay } from '../../src/domain/decider'
import {
  type ProjectCommand,
  type ProjectEvent,
  type ProjectFacts,
  project,
  pseudonymDomain,
} from '../../src/domain/project'
import { given, historyOf } from '../support/given'

const facts: ProjectFacts = {
  projectId: 7,
  name: 'Heart',
  description: 'Heart disease',
  authgroup: 'cardiology',
  deidProjectId: 3,
  keyfileRecipient: 'age1recipient',
}
const provision: ProjectCommand = { type: 'ProvisionProject', facts, owner: 'ann' }
const provisioned: ProjectEvent = { type: 'ProjectProvisioned', ...facts }
const granted = (userId: string): ProjectEvent => ({ type: 'OwnershipGranted', projectId: 7, userId })
const withdrawn = (userId: string): ProjectEvent => ({ type: 'OwnershipWithdrawn', projectId: 7, userId })
const retire: ProjectCommand = { type: 'RetireProject' }
const retired: ProjectEvent = { type: 'ProjectRetired', projectId: 7 }
const setOwners = (...owners: string[]): ProjectCommand => ({ type: 'SetOwners', owners })

describe('provisioning a project', () => {
  test('records what it is created with, and grants its owner', () =>
    given(project).when(provision).thenAccepted(provisioned, granted('ann')))

  test('refuses a number that has a project', () =>
    given(project, provisioned, granted('ann')).when(provision).thenRefused({ code: 'project-exists' }))

  test('refuses the number of a retired project', () =>
    given(project, provisioned, retired).when(provision).thenRefused({ code: 'project-exists' }))
})

describe('setting the owners', () => {
  test('grants those who are new, in the order given', () =>
    given(project, provisioned, granted('ann'))
      .when(setOwners('ann', 'cem', 'bea'))
      .thenAccepted(granted('cem'), granted('bea')))

  test('withdraws those who are missing from the list', () =>
    given(project, provisioned, granted('ann'), granted('bea'))
      .when(setOwners('bea'))
      .thenAccepted(withdrawn('ann')))

  test('grants before it withdraws, so that the project is never without an owner', () =>
    given(project, provisioned, granted('ann'))
      .when(setOwners('bea'))
      .thenAccepted(granted('bea'), withdrawn('ann')))

  test('grants again someone who was withdrawn', () =>
    given(project, provisioned, granted('ann'), granted('bea'), withdrawn('ann'))
      .when(setOwners('ann', 'bea'))
      .thenAccepted(granted('ann')))

  test('grants someone who is named twice once', () =>
    given(project, provisioned, granted('ann'))
      .when(setOwners('ann', 'bea', 'bea'))
      .thenAccepted(granted('bea')))

  test('changes nothing where the owners are already those, in any order', () =>
    given(project, provisioned, granted('ann'), granted('bea')).when(setOwners('bea', 'ann')).thenAccepted())

  test('refuses to leave a project without an owner', () =>
    given(project, provisioned, granted('ann')).when(setOwners()).thenRefused({ code: 'owners-missing' }))

  test('needs a project', () =>
    given(project).when(setOwners('ann')).thenRefused({ code: 'unknown-project' }))

  test('needs one that is in use', () =>
    given(project, provisioned, granted('ann'), retired)
      .when(setOwners('bea'))
      .thenRefused({ code: 'project-retired' }))
})

describe('retiring a project', () => {
  test('is recorded', () => given(project, provisioned, granted('ann')).when(retire).thenAccepted(retired))

  test('is answered, not recorded, a second time', () =>
    given(project, provisioned, retired).when(retire).thenAccepted())

  test('needs a project', () => given(project).when(retire).thenRefused({ code: 'unknown-project' }))

  test('leaves facts and owners as they were, for readers', () =>
    expect(replay(project, [provisioned, granted('ann'), retired])).toStrictEqual({
      status: 'retired',
      facts,
      owners: ['ann'],
    }))
})

test('a history that does not begin with the provisioning tells of no project', () =>
  expect(replay(project, [granted('ann'), retired])).toStrictEqual({ status: 'none' }))

describe('the pseudonym domain', () => {
  test('is the project that the creation named', () => expect(pseudonymDomain(facts)).toBe(3))

  test('is the project itself otherwise', () =>
    expect(pseudonymDomain({ projectId: 7, name: 'Heart', description: '' })).toBe(7))
})

describe('whatever owners are set, in whatever order', () => {
  const people = fc.array(fc.constantFrom('ann', 'bea', 'cem', 'dan'), { maxLength: 6 })

  test('they are those of the last list that names anyone', () => {
    fc.assert(
      fc.property(fc.array(people, { maxLength: 8 }), (lists) => {
        const history = historyOf(project, [provision, ...lists.map((list) => setOwners(...list))])
        const state = replay(project, history)
        const asked = lists.filter((list) => list.length > 0).at(-1) ?? ['ann']
        expect(state.status === 'active' && [...state.owners].sort()).toEqual([...new Set(asked)].sort())
      }),
    )
  })

  test('no state on the way is without an owner', () => {
    fc.assert(
      fc.property(fc.array(people, { maxLength: 8 }), (lists) => {
        const history = historyOf(project, [provision, ...lists.map((list) => setOwners(...list))])
        for (let length = 2; length <= history.length; length++) {
          const state = replay(project, history.slice(0, length))
          expect(state.status === 'active' && state.owners.length).toBeGreaterThan(0)
        }
      }),
    )
  })
})
