import { accept, type Decider, refuse, unreachable } from './decider'

export type UserNameEvent = { readonly type: 'UserNameClaimed'; readonly userId: string }

export interface UserNameState {
  readonly holder: string | null
}

export type UserNameCommand = { readonly type: 'ClaimUserName'; readonly userId: string }

export type UserNameRefusal = { readonly code: 'user-exists' }

/** A person's provisioned name: borne by one user, also while that user is deactivated. */
export const userName: Decider<UserNameState, UserNameCommand, UserNameEvent, UserNameRefusal> = {
  initialState: { holder: null },

  evolve(_state, event) {
    switch (event.type) {
      case 'UserNameClaimed':
        return { holder: event.userId }
      default:
        return unreachable(event.type)
    }
  },

  decide(command, state) {
    if (state.holder === command.userId) return accept()
    if (state.holder !== null) return refuse({ code: 'user-exists' })
    return accept({ type: 'UserNameClaimed', userId: command.userId })
  },
}

/** The form in which user names are compared. */
export const comparableUserName = (name: string): string => name.normalize('NFC')
