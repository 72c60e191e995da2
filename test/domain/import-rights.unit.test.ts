import fc from 'fast-check'
import { mayRead, refuseImportRights } from '../../src/domain/import-rights'
import type { ProjectFacts, ProjectState } from '../../src/domain/project'
import type { UserState } from '../../src/domain/user'

const someone = { userId: 'user-1', sealedName: 'c2VhbGVk', groups: ['cardiology'] }
const active: UserState = { status: 'active', ...someone }
const inactive: UserState = { status: 'inactive', ...someone }
const noUser: UserState = { status: 'none' }

const facts: ProjectFacts = { projectId: 7, name: 'Heart', description: '' }
const inUse = (changes: Partial<ProjectFacts> = {}, ...owners: string[]): ProjectState => ({
  status: 'active',
  facts: { ...facts, ...changes },
  owners,
})
const retired: ProjectState = { status: 'retired', facts, owners: ['user-1'] }
const noProject: ProjectState = { status: 'none' }

describe('importing into a project', () => {
  test('is for an active user who is its owner', () =>
    expect(refuseImportRights(active, inUse({}, 'user-0', 'user-1'))).toBeNull())

  test('is not for members of its authgroup who are no owners', () =>
    expect(refuseImportRights(active, inUse({ authgroup: 'cardiology' }, 'user-0'))).toEqual({
      code: 'not-owner',
    }))

  test('is not for an owner who was deactivated', () =>
    expect(refuseImportRights(inactive, inUse({}, 'user-1'))).toEqual({ code: 'user-inactive' }))

  test('needs a known user', () =>
    expect(refuseImportRights(noUser, inUse({}, 'user-1'))).toEqual({ code: 'unknown-user' }))

  test('needs a known project', () =>
    expect(refuseImportRights(active, noProject)).toEqual({ code: 'unknown-project' }))

  test('needs one that is in use, also of its owner', () =>
    expect(refuseImportRights(active, retired)).toEqual({ code: 'project-retired' }))
})

describe('reading the datasets of a project', () => {
  test('is for its owners, who need not be in its authgroup', () =>
    expect(mayRead(active, inUse({ authgroup: 'oncology' }, 'user-1'))).toBe(true))

  test('is for the members of its authgroup', () =>
    expect(mayRead(active, inUse({ authgroup: 'cardiology' }, 'user-0'))).toBe(true))

  test('is not for the members of another group', () =>
    expect(mayRead(active, inUse({ authgroup: 'oncology' }, 'user-0'))).toBe(false))

  test('is for owners alone where there is no authgroup', () => {
    expect(mayRead(active, inUse({}, 'user-0'))).toBe(false)
    expect(mayRead(active, inUse({}, 'user-1'))).toBe(true)
  })

  test('goes on when the project has been retired', () => expect(mayRead(active, retired)).toBe(true))

  test('ends with the deactivation of the user', () =>
    expect(mayRead(inactive, inUse({ authgroup: 'cardiology' }, 'user-1'))).toBe(false))

  test('is for nobody where user or project is unknown', () => {
    expect(mayRead(noUser, inUse({ authgroup: 'cardiology' }, 'user-1'))).toBe(false)
    expect(mayRead(active, noProject)).toBe(false)
  })
})

test('whoever may import may read', () => {
  const user = fc.constantFrom(active, inactive, noUser)
  const project = fc.constantFrom(
    inUse({}, 'user-1'),
    inUse({}, 'user-0'),
    inUse({ authgroup: 'cardiology' }, 'user-0', 'user-1'),
    inUse({ authgroup: 'oncology' }, 'user-1'),
    retired,
    noProject,
  )
  fc.assert(
    fc.property(user, project, (who, where) => {
      if (refuseImportRights(who, where) === null) expect(mayRead(who, where)).toBe(true)
    }),
  )
})
