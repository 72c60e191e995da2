import { unreachable } from '../../domain/decider'
import type { UserEvent } from '../../domain/user'
import type { UserNameEvent } from '../../domain/user-name'
import type { RowChange } from '../ports/read-model-rows'

/** People as management lists them: from the claim of the name on, which stays sealed. */
export function projectUser(event: UserEvent | UserNameEvent): readonly RowChange[] {
  switch (event.type) {
    case 'UserProvisioned': {
      const { userId, sealedName, groups } = event
      return [{ model: 'users', put: { userId, sealedName, groups, active: true, visible: false } }]
    }
    case 'UserNameClaimed':
      return [{ model: 'users', where: { userId: event.userId }, set: { visible: true } }]
    case 'UserGroupsChanged':
      return [{ model: 'users', where: { userId: event.userId }, set: { groups: event.groups } }]
    case 'UserReactivated':
      return [{ model: 'users', where: { userId: event.userId }, set: { active: true } }]
    case 'UserDeactivated':
      return [{ model: 'users', where: { userId: event.userId }, set: { active: false } }]
    default:
      return unreachable(event)
  }
}
