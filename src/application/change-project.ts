import { project } from '../domain/project'
import { projectName } from '../domain/project-name'
import { execute } from './execute'
import { findProject, projectNameStream } from './find-project'
import { findUser, type UserLookup } from './find-user'
import type { EventMetadata } from './ports/event-store'
import type { NewId } from './ports/ids'
import { streams } from './streams'

type Deps = UserLookup & { readonly newId: NewId }

export type SetProjectOwnersRefusal =
  | { readonly code: 'unknown-project' | 'project-retired' | 'owners-missing' }
  /** `position` in the list, from 1. */
  | { readonly code: 'unknown-user'; readonly position: number }

export type SetProjectOwners = (
  projectId: number,
  /** Provisioned names; the whole list. */
  owners: readonly string[],
  metadata: EventMetadata,
) => Promise<
  { readonly outcome: 'changed' } | { readonly outcome: 'refused'; readonly refusal: SetProjectOwnersRefusal }
>

export const setProjectOwners =
  (deps: Deps): SetProjectOwners =>
  async (projectId, names, metadata) => {
    if ((await findProject(deps, projectId)) === null) {
      return { outcome: 'refused', refusal: { code: 'unknown-project' } }
    }
    const owners: string[] = []
    for (const [index, name] of names.entries()) {
      const owner = await findUser(deps, name)
      if (owner === null)
        return { outcome: 'refused', refusal: { code: 'unknown-user', position: index + 1 } }
      owners.push(owner.userId)
    }
    const executed = await execute(
      deps,
      streams.project(projectId),
      project,
      { type: 'SetOwners', owners },
      metadata,
    )
    if (executed.outcome === 'done') return { outcome: 'changed' }
    const { refusal } = executed
    if (refusal.code === 'project-exists') throw new Error('owners were set and a provisioning was refused')
    return { outcome: 'refused', refusal }
  }

export type RetireProject = (
  projectId: number,
  metadata: EventMetadata,
) => Promise<
  | { readonly outcome: 'retired' }
  | { readonly outcome: 'refused'; readonly refusal: { readonly code: 'unknown-project' } }
>

/** Ends a project's imports and frees its name; its datasets stay readable. */
export const retireProject =
  (deps: Deps): RetireProject =>
  async (projectId, metadata) => {
    const found = await findProject(deps, projectId)
    if (found === null) return { outcome: 'refused', refusal: { code: 'unknown-project' } }
    await execute(deps, streams.project(projectId), project, { type: 'RetireProject' }, metadata)
    const nameStream = projectNameStream(deps.digests, found.facts.name)
    await execute(deps, nameStream, projectName, { type: 'ReleaseProjectName', projectId }, metadata)
    return { outcome: 'retired' }
  }
