import type { DomainEvent } from '../../../src/domain/events'
import { projected, uuid } from './history'

const userId = uuid(1)
const provisioned: DomainEvent = {
  type: 'UserProvisioned',
  userId,
  sealedName: 'c2VhbGVk',
  groups: ['a', 'b'],
}
const claimed: DomainEvent = { type: 'UserNameClaimed', userId }
const row = { userId, sealedName: 'c2VhbGVk', groups: ['a', 'b'], active: true, visible: true }

describe('the users', () => {
  test('do not hold one whose name is not claimed', async () => {
    const models = await projected(provisioned)
    expect(await models.users()).toStrictEqual([])
  })

  test('hold one whose name is claimed, still sealed', async () => {
    const models = await projected(provisioned, claimed)
    expect(await models.users()).toStrictEqual([row])
  })

  test('show who was deactivated, and nobody else', async () => {
    const other = uuid(2)
    const models = await projected(
      provisioned,
      claimed,
      { ...provisioned, userId: other },
      { type: 'UserNameClaimed', userId: other },
      { type: 'UserDeactivated', userId },
    )
    expect(await models.users()).toStrictEqual([
      { ...row, active: false },
      { ...row, userId: other },
    ])
  })

  test('show the groups that were set last, and who is active again', async () => {
    const models = await projected(
      provisioned,
      claimed,
      { type: 'UserDeactivated', userId },
      { type: 'UserGroupsChanged', userId, groups: ['c'] },
    )
    expect(await models.users()).toStrictEqual([{ ...row, groups: ['c'], active: false }])
    const again = await projected(
      provisioned,
      claimed,
      { type: 'UserDeactivated', userId },
      { type: 'UserReactivated', userId },
    )
    expect(await again.users()).toStrictEqual([row])
  })
})
