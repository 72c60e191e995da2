import { accept, type Decider, type Decision, refuse, unreachable } from './decider'

export type UserEvent =
  | {
      readonly type: 'UserProvisioned'
      readonly userId: string
      /** The person's name, encrypted under that person's own key: it vanishes with the key. */
      readonly sealedName: string
      readonly groups: readonly string[]
    }
  | { readonly type: 'UserGroupsChanged'; readonly userId: string; readonly groups: readonly string[] }
  | { readonly type: 'UserDeactivated'; readonly userId: string }
  | { readonly type: 'UserReactivated'; readonly userId: string }

export type UserState =
  | { readonly status: 'none' }
  | {
      readonly status: 'active' | 'inactive'
      readonly userId: string
      readonly sealedName: string
      readonly groups: readonly string[]
    }

export type UserCommand =
  | {
      readonly type: 'ProvisionUser'
      readonly userId: string
      readonly sealedName: string
      readonly groups: readonly string[]
    }
  /** Absent groups stay as they are. Whoever is changed is active from then on. */
  | { readonly type: 'ChangeUser'; readonly groups?: readonly string[] }
  | { readonly type: 'DeactivateUser' }

export type UserRefusal = { readonly code: 'unknown-user' } | { readonly code: 'user-exists' }

/** Someone for whom tokens may be issued and who may read datasets, while active. */
export const user: Decider<UserState, UserCommand, UserEvent, UserRefusal> = {
  initialState: { status: 'none' },

  evolve(state, event) {
    switch (event.type) {
      case 'UserProvisioned': {
        const { type, ...facts } = event
        return { status: 'active', ...facts }
      }
      case 'UserGroupsChanged':
        return state.status === 'none' ? state : { ...state, groups: event.groups }
      case 'UserDeactivated':
        return state.status === 'none' ? state : { ...state, status: 'inactive' }
      case 'UserReactivated':
        return state.status === 'none' ? state : { ...state, status: 'active' }
      default:
        return unreachable(event)
    }
  },

  decide(command, state) {
    switch (command.type) {
      case 'ProvisionUser': {
        if (state.status !== 'none') return refuse({ code: 'user-exists' })
        const { type, ...facts } = command
        return accept({ type: 'UserProvisioned', ...facts })
      }
      case 'ChangeUser':
        return change(command.groups, state)
      case 'DeactivateUser':
        if (state.status === 'none') return refuse({ code: 'unknown-user' })
        if (state.status === 'inactive') return accept()
        return accept({ type: 'UserDeactivated', userId: state.userId })
      default:
        return unreachable(command)
    }
  },
}

/** Groups have no order, and none is listed twice. */
function change(groups: readonly string[] | undefined, state: UserState): Decision<UserEvent, UserRefusal> {
  if (state.status === 'none') return refuse({ code: 'unknown-user' })
  const { userId } = state
  const wanted = groups === undefined ? state.groups : [...new Set(groups)]
  const same = wanted.length === state.groups.length && wanted.every((group) => state.groups.includes(group))
  return accept<UserEvent>(
    ...(same ? [] : [{ type: 'UserGroupsChanged', userId, groups: wanted } as const]),
    ...(state.status === 'active' ? [] : [{ type: 'UserReactivated', userId } as const]),
  )
}
