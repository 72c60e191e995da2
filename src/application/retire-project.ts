import { project } from '../domain/project'
import { projectName } from '../domain/project-name'
import { execute } from './execute'
import { forgetFormerCredentials } from './export-target'
import { findProject, projectNameStream } from './find-project'
import type { UserLookup } from './find-user'
import type { EventMetadata } from './ports/event-store'
import type { ExportCredentials } from './ports/export-credentials'
import type { NewId } from './ports/ids'
import { streams } from './streams'

export type RetireProject = (
  projectId: number,
  metadata: EventMetadata,
) => Promise<
  | { readonly outcome: 'retired' }
  | { readonly outcome: 'refused'; readonly refusal: { readonly code: 'unknown-project' } }
>

/**
 * Ends a project's imports, frees its name and forgets the credential of its export target; its datasets stay
 * readable.
 */
export const retireProject =
  (
    deps: UserLookup & { readonly newId: NewId; readonly exportCredentials: ExportCredentials },
  ): RetireProject =>
  async (projectId, metadata) => {
    const found = await findProject(deps, projectId)
    if (found === null) return { outcome: 'refused', refusal: { code: 'unknown-project' } }
    await execute(deps, streams.project(projectId), project, { type: 'RetireProject' }, metadata)
    const nameStream = projectNameStream(deps.digests, found.facts.name)
    await execute(deps, nameStream, projectName, { type: 'ReleaseProjectName', projectId }, metadata)
    await forgetFormerCredentials(deps, projectId, undefined)
    return { outcome: 'retired' }
  }
