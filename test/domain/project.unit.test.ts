import fc from 'fast-check'
import { replay } from '../../src/domain/decider'
import {
  type ProjectChange,
  type ProjectCommand,
  type ProjectEvent,
  type ProjectFacts,
  project,
  pseudonymDomain,
} from '../../src/domain/project'
import type { ProjectDetails } from '../../src/domain/project-details'
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
const setOwners = (...owners: string[]): ProjectCommand => ({
  type: 'ChangeProject',
  change: { owners },
})

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

describe('changing a project', () => {
  const change = (wanted: ProjectChange): ProjectCommand => ({ type: 'ChangeProject', change: wanted })
  const changed = (details: ProjectDetails): ProjectEvent => ({
    type: 'ProjectChanged',
    projectId: 7,
    ...details,
  })
  const account = { host: 'sftp.example', port: 22, user: 'heart', path: '/in' }
  const target = { ...account, credentialId: 'c-1' }
  const { description, authgroup = '', keyfileRecipient = '' } = facts
  const withTarget = changed({ description, authgroup, keyfileRecipient, exportTarget: target })
  const inUse = [provisioned, granted('ann')]

  test('records all that can be changed, as it is from then on', () =>
    given(project, ...inUse)
      .when(change({ description: 'Hearts' }))
      .thenAccepted(changed({ description: 'Hearts', authgroup, keyfileRecipient })))

  test('takes away what is null', () =>
    given(project, ...inUse, withTarget)
      .when(change({ authgroup: null, keyfileRecipient: null, exportTarget: null }))
      .thenAccepted(changed({ description })))

  test('is answered, not recorded, where all is so already', () =>
    given(project, ...inUse, withTarget)
      .when(change({ description, authgroup, keyfileRecipient, exportTarget: target, owners: ['ann'] }))
      .thenAccepted())

  test('is answered, not recorded, where it names nothing', () =>
    given(project, ...inUse)
      .when(change({}))
      .thenAccepted())

  test('changes details and owners as one step', () =>
    given(project, ...inUse)
      .when(change({ authgroup: 'oncology', owners: ['bea'] }))
      .thenAccepted(
        changed({ description, authgroup: 'oncology', keyfileRecipient }),
        granted('bea'),
        withdrawn('ann'),
      ))

  test.each(['Heart', ' heart ', 'HEART'])('takes the name it has, as %s', (name) =>
    given(project, ...inUse)
      .when(change({ name }))
      .thenAccepted(),
  )

  test('refuses another name', () =>
    given(project, ...inUse)
      .when(change({ name: 'Lung', description: 'Hearts' }))
      .thenRefused({ code: 'project-name-fixed' }))

  test('takes the pseudonym domain it has', () =>
    given(project, ...inUse)
      .when(change({ deidProjectId: 3 }))
      .thenAccepted())

  test.each([4, 7, null])('refuses %s as another pseudonym domain', (deidProjectId) =>
    given(project, ...inUse)
      .when(change({ deidProjectId }))
      .thenRefused({ code: 'deid-project-fixed' }),
  )

  test('takes its own number, or null, for a pseudonym domain of its own', () => {
    const own: ProjectEvent = { type: 'ProjectProvisioned', projectId: 7, name: 'Heart', description }
    for (const deidProjectId of [7, null]) {
      given(project, own, granted('ann')).when(change({ deidProjectId })).thenAccepted()
    }
  })

  test('gives an export target with its credential', () =>
    given(project, ...inUse)
      .when(change({ exportTarget: target }))
      .thenAccepted(withTarget))

  test('keeps the credential of an account when only the path changes', () =>
    given(project, ...inUse, withTarget)
      .when(change({ exportTarget: { ...account, path: '/other', credentialId: null } }))
      .thenAccepted(
        changed({
          description,
          authgroup,
          keyfileRecipient,
          exportTarget: { ...target, path: '/other' },
        }),
      ))

  test.each([{ host: 'elsewhere' }, { port: 23 }, { user: 'other' }])(
    'refuses to send the credential of an account to another one: %j',
    (other) =>
      given(project, ...inUse, withTarget)
        .when(change({ exportTarget: { ...account, ...other, credentialId: null } }))
        .thenRefused({ code: 'export-credential-missing' }),
  )

  test('refuses a first export target without a credential', () =>
    given(project, ...inUse)
      .when(change({ exportTarget: { ...account, credentialId: null } }))
      .thenRefused({ code: 'export-credential-missing' }))

  test('leads to the state that was asked for, under the same name', () => {
    const { projectId, name, deidProjectId } = facts
    expect(replay(project, [...inUse, withTarget, changed({ description: 'Hearts' })])).toStrictEqual({
      status: 'active',
      facts: { projectId, name, deidProjectId, description: 'Hearts' },
      owners: ['ann'],
    })
  })
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

  test('is the project itself otherwise', () => expect(pseudonymDomain({ projectId: 7 })).toBe(7))
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
