import { accept, type Decider, refuse, unreachable } from './decider'

export type ProjectNameEvent =
  | { readonly type: 'ProjectNameClaimed'; readonly projectId: number }
  | { readonly type: 'ProjectNameReleased'; readonly projectId: number }

export interface ProjectNameState {
  readonly holder: number | null
  /** Every project that has ever borne the name: one that never did is visible nowhere. */
  readonly bearers: readonly number[]
}

export type ProjectNameCommand =
  | { readonly type: 'ClaimProjectName'; readonly projectId: number }
  | { readonly type: 'ReleaseProjectName'; readonly projectId: number }

export type ProjectNameRefusal = { readonly code: 'project-name-taken'; readonly existingId: number }

/** A project's name: borne by one project in use at a time. */
export const projectName: Decider<
  ProjectNameState,
  ProjectNameCommand,
  ProjectNameEvent,
  ProjectNameRefusal
> = {
  initialState: { holder: null, bearers: [] },

  evolve(state, event) {
    switch (event.type) {
      case 'ProjectNameClaimed':
        return { holder: event.projectId, bearers: [...state.bearers, event.projectId] }
      case 'ProjectNameReleased':
        return state.holder === event.projectId ? { ...state, holder: null } : state
      default:
        return unreachable(event)
    }
  },

  decide(command, state) {
    switch (command.type) {
      case 'ClaimProjectName':
        if (state.holder === command.projectId) return accept()
        if (state.holder !== null) return refuse({ code: 'project-name-taken', existingId: state.holder })
        return accept({ type: 'ProjectNameClaimed', projectId: command.projectId })
      case 'ReleaseProjectName':
        if (state.holder !== command.projectId) return accept()
        return accept({ type: 'ProjectNameReleased', projectId: command.projectId })
      default:
        return unreachable(command)
    }
  },
}

/**
 * The form in which project names are compared: trimmed, NFC, case-folded. A capital sharp s has no upper case
 * but itself, so it is lowered before `toUpperCase` can make it the two letters that a small one becomes.
 */
export const comparableProjectName = (name: string): string =>
  name.trim().normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC')
