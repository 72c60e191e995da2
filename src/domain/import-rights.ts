import type { ProjectState } from './project'
import type { UserState } from './user'

export type RightsRefusal =
  | { readonly code: 'unknown-project' }
  | { readonly code: 'project-retired' }
  | { readonly code: 'unknown-user' }
  | { readonly code: 'user-inactive' }
  | { readonly code: 'not-owner' }

/**
 * Whether this user may import into this project: a known, active user with owner rights on a project that
 * is in use. Checked at emission, at upload and at the commit (manual, chapter 10).
 */
export function refuseImportRights(user: UserState, project: ProjectState): RightsRefusal | null {
  if (project.status === 'none') return { code: 'unknown-project' }
  if (project.status === 'retired') return { code: 'project-retired' }
  if (user.status === 'none') return { code: 'unknown-user' }
  if (user.status === 'inactive') return { code: 'user-inactive' }
  return project.owners.includes(user.userId) ? null : { code: 'not-owner' }
}

/** Whether this user may read the project's datasets: an active owner, or an active member of its authgroup. */
export function mayRead(user: UserState, project: ProjectState): boolean {
  if (user.status !== 'active' || project.status === 'none') return false
  const { authgroup } = project.facts
  return project.owners.includes(user.userId) || (authgroup !== undefined && user.groups.includes(authgroup))
}
