import { replay } from '../../src/domain/decider'
import { type UserCommand, type UserEvent, user } from '../../src/domain/user'
import { given } from '../support/given'

const facts = { userId: 'user-1', sealedName: 'c2VhbGVk', groups: ['cardiology'] }
const provision: UserCommand = { type: 'ProvisionUser', ...facts }
const provisioned: UserEvent = { type: 'UserProvisioned', ...facts }
const deactivate: UserCommand = { type: 'DeactivateUser' }
const deactivated: UserEvent = { type: 'UserDeactivated', userId: 'user-1' }

describe('provisioning a user', () => {
  test('records the sealed name and the groups', () => given(user).when(provision).thenAccepted(provisioned))

  test('refuses an id that has a user', () =>
    given(user, provisioned).when(provision).thenRefused({ code: 'user-exists' }))

  test('refuses an id whose user is deactivated', () =>
    given(user, provisioned, deactivated).when(provision).thenRefused({ code: 'user-exists' }))
})

describe('deactivating a user', () => {
  test('is recorded', () => given(user, provisioned).when(deactivate).thenAccepted(deactivated))

  test('is answered, not recorded, a second time', () =>
    given(user, provisioned, deactivated).when(deactivate).thenAccepted())

  test('needs a user', () => given(user).when(deactivate).thenRefused({ code: 'unknown-user' }))
})

test('a history that does not begin with the provisioning tells of no user', () =>
  expect(replay(user, [deactivated])).toStrictEqual({ status: 'none' }))

test('a deactivated user keeps name and groups', () => {
  expect(replay(user, [provisioned])).toStrictEqual({ status: 'active', ...facts })
  expect(replay(user, [provisioned, deactivated])).toStrictEqual({ status: 'inactive', ...facts })
})
