import { accept, type Decider, refuse, unreachable } from './decider'

export type UserEvent =
  | {
      readonly type: 'UserProvisioned'
      readonly userId: string
      /** The person's name, encrypted under that person's own key: it vanishes with the key. */
      readonly sealedName: string
      readonly groups: readonly string[]
    }
  | { readonly type: 'UserDeactivated'; readonly userId: string }

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
      case 'UserDeactivated':
        return state.status === 'none' ? state : { ...state, status: 'inactive' }
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
      case 'DeactivateUser':
        if (state.status === 'none') return refuse({ code: 'unknown-user' })
        if (state.status === 'inactive') return accept()
        return accept({ type: 'UserDeactivated', userId: state.userId })
      default:
        return unreachable(command)
    }
  },
}
