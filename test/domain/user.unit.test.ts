import { replay } from '../../src/domain/decider'
import { type UserCommand, type UserEvent, user } from '../../src/domain/user'
import { given } from '../support/given'

const facts = { userId: 'user-1', sealedName: 'c2VhbGVk', groups: ['cardiology'] }
const provision: UserCommand = { type: 'ProvisionUser', ...facts }
const provisioned: UserEvent = { type: 'UserProvisioned', ...facts }
const deactivate: UserCommand = { type: 'DeactivateUser' }
const deactivated: UserEvent = { type: 'UserDeactivated', userId: 'user-1' }
const reactivated: UserEvent = { type: 'UserReactivated', userId: 'user-1' }
const inNoGroup: UserEvent = { type: 'UserGroupsChanged', userId: 'user-1', groups: [] }

describe('provisioning a user', () => {
  test('records the sealed name and the groups', () => given(user).when(provision).thenAccepted(provisioned))

  test('refuses an id that has a user', () =>
    given(user, provisioned).when(provision).thenRefused({ code: 'user-exists' }))

  test('refuses an id whose user is deactivated', () =>
    given(user, provisioned, deactivated).when(provision).thenRefused({ code: 'user-exists' }))
})

describe('changing a user', () => {
  const change = (...groups: string[]): UserCommand => ({ type: 'ChangeUser', groups })
  const changed = (...groups: string[]): UserEvent => ({
    type: 'UserGroupsChanged',
    userId: 'user-1',
    groups,
  })

  test('records the whole list of groups', () =>
    given(user, provisioned).when(change('oncology', 'trial')).thenAccepted(changed('oncology', 'trial')))

  test('records a group that is named twice once', () =>
    given(user, provisioned).when(change('trial', 'trial')).thenAccepted(changed('trial')))

  test('takes all groups away with an empty list', () =>
    given(user, provisioned).when(change()).thenAccepted(changed()))

  test('is answered, not recorded, where the groups are those already, in any order', () =>
    given(user, provisioned, changed('a', 'b')).when(change('b', 'a')).thenAccepted())

  test('leaves groups that it does not name as they are', () =>
    given(user, provisioned).when({ type: 'ChangeUser' }).thenAccepted())

  test('reactivates', () =>
    given(user, provisioned, deactivated).when({ type: 'ChangeUser' }).thenAccepted(reactivated))

  test('changes the groups before it reactivates', () =>
    given(user, provisioned, deactivated).when(change('trial')).thenAccepted(changed('trial'), reactivated))

  test('needs a user', () => given(user).when(change('trial')).thenRefused({ code: 'unknown-user' }))

  test('leads to the state that was asked for', () =>
    expect(replay(user, [provisioned, deactivated, changed('trial'), reactivated])).toStrictEqual({
      status: 'active',
      ...facts,
      groups: ['trial'],
    }))
})

describe('deactivating a user', () => {
  test('is recorded', () => given(user, provisioned).when(deactivate).thenAccepted(deactivated))

  test('is recorded again after a reactivation', () =>
    given(user, provisioned, deactivated, reactivated).when(deactivate).thenAccepted(deactivated))

  test('is answered, not recorded, a second time', () =>
    given(user, provisioned, deactivated).when(deactivate).thenAccepted())

  test('needs a user', () => given(user).when(deactivate).thenRefused({ code: 'unknown-user' }))
})

test('a history that does not begin with the provisioning tells of no user', () =>
  expect(replay(user, [deactivated, reactivated, inNoGroup])).toStrictEqual({ status: 'none' }))

test('a deactivated user keeps name and groups', () => {
  expect(replay(user, [provisioned])).toStrictEqual({ status: 'active', ...facts })
  expect(replay(user, [provisioned, deactivated])).toStrictEqual({ status: 'inactive', ...facts })
})
