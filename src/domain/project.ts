import { accept, type Decider, type Decision, refuse, unreachable } from './decider'

/** What a project is created with. All of it but the owners stays as it is for good. */
export interface ProjectFacts {
  readonly projectId: number
  readonly name: string
  readonly description: string
  /** The members of this group may read the project's datasets, beside its owners. */
  readonly authgroup?: string
  /** The project whose pseudonym domain this one shares; absent: its own. */
  readonly deidProjectId?: number
  /** The age public key that this project's keyfiles are written to. */
  readonly keyfileRecipient?: string
}

export type ProjectEvent =
  | ({ readonly type: 'ProjectProvisioned' } & ProjectFacts)
  | { readonly type: 'OwnershipGranted'; readonly projectId: number; readonly userId: string }
  | { readonly type: 'OwnershipWithdrawn'; readonly projectId: number; readonly userId: string }
  | { readonly type: 'ProjectRetired'; readonly projectId: number }

export type ProjectState =
  | { readonly status: 'none' }
  | {
      readonly status: 'active' | 'retired'
      readonly facts: ProjectFacts
      readonly owners: readonly string[]
    }

export type ProjectCommand =
  | { readonly type: 'ProvisionProject'; readonly facts: ProjectFacts; readonly owner: string }
  /** The whole list of owners, as user ids; what is missing is withdrawn. */
  | { readonly type: 'SetOwners'; readonly owners: readonly string[] }
  | { readonly type: 'RetireProject' }

export type ProjectRefusal =
  | { readonly code: 'unknown-project' }
  | { readonly code: 'project-exists' }
  | { readonly code: 'project-retired' }
  | { readonly code: 'owners-missing' }

/** A place that datasets are imported into, with the people who may do it. */
export const project: Decider<ProjectState, ProjectCommand, ProjectEvent, ProjectRefusal> = {
  initialState: { status: 'none' },

  evolve(state, event) {
    if (event.type === 'ProjectProvisioned') {
      const { type, ...facts } = event
      return { status: 'active', facts, owners: [] }
    }
    if (state.status === 'none') return state
    switch (event.type) {
      case 'OwnershipGranted':
        return { ...state, owners: [...state.owners, event.userId] }
      case 'OwnershipWithdrawn':
        return { ...state, owners: state.owners.filter((owner) => owner !== event.userId) }
      case 'ProjectRetired':
        return { ...state, status: 'retired' }
      default:
        return unreachable(event)
    }
  },

  decide(command, state) {
    switch (command.type) {
      case 'ProvisionProject': {
        if (state.status !== 'none') return refuse({ code: 'project-exists' })
        const { projectId } = command.facts
        return accept<ProjectEvent>(
          { type: 'ProjectProvisioned', ...command.facts },
          { type: 'OwnershipGranted', projectId, userId: command.owner },
        )
      }
      case 'SetOwners':
        return setOwners(command.owners, state)
      case 'RetireProject':
        if (state.status === 'none') return refuse({ code: 'unknown-project' })
        if (state.status === 'retired') return accept()
        return accept({ type: 'ProjectRetired', projectId: state.facts.projectId })
      default:
        return unreachable(command)
    }
  },
}

function setOwners(owners: readonly string[], state: ProjectState): Decision<ProjectEvent, ProjectRefusal> {
  if (state.status === 'none') return refuse({ code: 'unknown-project' })
  if (state.status === 'retired') return refuse({ code: 'project-retired' })
  if (owners.length === 0) return refuse({ code: 'owners-missing' })
  const { projectId } = state.facts
  const wanted = new Set(owners)
  const granted = [...wanted].filter((userId) => !state.owners.includes(userId))
  const withdrawn = state.owners.filter((userId) => !wanted.has(userId))
  return accept<ProjectEvent>(
    ...granted.map((userId) => ({ type: 'OwnershipGranted', projectId, userId }) as const),
    ...withdrawn.map((userId) => ({ type: 'OwnershipWithdrawn', projectId, userId }) as const),
  )
}

/** The project whose number derives this project's pseudonyms; set at creation and not followed further. */
export const pseudonymDomain = (facts: ProjectFacts): number => facts.deidProjectId ?? facts.projectId
