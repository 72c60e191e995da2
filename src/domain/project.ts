import { accept, type Decider, type Decision, refuse, unreachable } from './decider'
import { areSameDetails, changeDetails, type DetailsChange, type ProjectDetails } from './project-details'
import { comparableProjectName } from './project-name'

export interface ProjectFacts extends ProjectDetails {
  readonly projectId: number
  /** For good. */
  readonly name: string
  /** The project whose pseudonym domain this one shares, for good; absent: its own. */
  readonly deidProjectId?: number
}

export type ProjectEvent =
  | ({ readonly type: 'ProjectProvisioned' } & ProjectFacts)
  /** All that can be changed, as it is from then on. */
  | ({ readonly type: 'ProjectChanged'; readonly projectId: number } & ProjectDetails)
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

export interface ProjectChange extends DetailsChange {
  /** Repeated; it can't be another one. */
  readonly name?: string
  /** Repeated, in the same way; `null`: the project's own. */
  readonly deidProjectId?: number | null
  /** The whole list, as user ids; what is missing is withdrawn. */
  readonly owners?: readonly string[]
}

export type ProjectCommand =
  | { readonly type: 'ProvisionProject'; readonly facts: ProjectFacts; readonly owner: string }
  | { readonly type: 'ChangeProject'; readonly change: ProjectChange }
  | { readonly type: 'RetireProject' }

export type ProjectRefusal =
  | { readonly code: 'unknown-project' }
  | { readonly code: 'project-exists' }
  | { readonly code: 'project-retired' }
  | { readonly code: 'project-name-fixed' }
  | { readonly code: 'deid-project-fixed' }
  | { readonly code: 'export-credential-missing' }
  | { readonly code: 'owners-missing' }

type ProjectDecision = Decision<ProjectEvent, ProjectRefusal>
type ProjectInUse = Exclude<ProjectState, { status: 'none' }>

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
      case 'ProjectChanged': {
        const { type, projectId, ...details } = event
        return { ...state, facts: { ...fixedFacts(state.facts), ...details } }
      }
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
      case 'ChangeProject':
        if (state.status === 'none') return refuse({ code: 'unknown-project' })
        return change(command.change, state)
      case 'RetireProject':
        if (state.status === 'none') return refuse({ code: 'unknown-project' })
        if (state.status === 'retired') return accept()
        return accept({ type: 'ProjectRetired', projectId: state.facts.projectId })
      default:
        return unreachable(command)
    }
  },
}

function change(wanted: ProjectChange, state: ProjectInUse): ProjectDecision {
  if (state.status === 'retired') return refuse({ code: 'project-retired' })
  const { facts } = state
  const { projectId } = facts
  const { name = facts.name, deidProjectId, owners = state.owners } = wanted
  if (comparableProjectName(name) !== comparableProjectName(facts.name)) {
    return refuse({ code: 'project-name-fixed' })
  }
  if (deidProjectId !== undefined && (deidProjectId ?? projectId) !== pseudonymDomain(facts)) {
    return refuse({ code: 'deid-project-fixed' })
  }
  const details = changeDetails(facts, wanted)
  if (details === null) return refuse({ code: 'export-credential-missing' })
  if (owners.length === 0) return refuse({ code: 'owners-missing' })
  return accept<ProjectEvent>(
    ...(areSameDetails(details, facts) ? [] : [{ type: 'ProjectChanged', projectId, ...details } as const]),
    ...changedOwners(projectId, state.owners, new Set(owners)),
  )
}

/** Grants come first, so that the project is never without an owner. */
function changedOwners(
  projectId: number,
  current: readonly string[],
  wanted: ReadonlySet<string>,
): readonly ProjectEvent[] {
  const granted = [...wanted].filter((userId) => !current.includes(userId))
  const withdrawn = current.filter((userId) => !wanted.has(userId))
  return [
    ...granted.map((userId) => ({ type: 'OwnershipGranted', projectId, userId }) as const),
    ...withdrawn.map((userId) => ({ type: 'OwnershipWithdrawn', projectId, userId }) as const),
  ]
}

const fixedFacts = ({ projectId, name, deidProjectId }: ProjectFacts) => ({
  projectId,
  name,
  ...(deidProjectId === undefined ? {} : { deidProjectId }),
})

/** The project whose number derives this project's pseudonyms; set at creation and not followed further. */
export const pseudonymDomain = (facts: Pick<ProjectFacts, 'projectId' | 'deidProjectId'>): number =>
  facts.deidProjectId ?? facts.projectId
