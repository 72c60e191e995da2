import { withCredential } from '../domain/export-target'
import { type ProjectFacts, project } from '../domain/project'
import { projectName } from '../domain/project-name'
import { projectNumber } from '../domain/project-number'
import { execute, load } from './execute'
import { keepCredential, type RequestedTarget } from './export-target'
import { findProject, projectNameStream } from './find-project'
import { findUser, type UserLookup } from './find-user'
import type { EventMetadata } from './ports/event-store'
import type { ExportCredentials } from './ports/export-credentials'
import type { NewId } from './ports/ids'
import type { Sealing } from './ports/sealing'
import { streams } from './streams'

export interface ProjectRequest extends Omit<ProjectFacts, 'projectId' | 'exportTarget'> {
  readonly exportTarget?: RequestedTarget
  /** The provisioned name of the first owner. */
  readonly owner: string
}

export type ProvisionProjectRefusal =
  | { readonly code: 'project-name-taken'; readonly existingId: number }
  | { readonly code: 'unknown-user' }
  | { readonly code: 'user-inactive' }
  | { readonly code: 'unknown-deid-project' }
  | { readonly code: 'keyfile-recipient-invalid' }
  | { readonly code: 'export-credential-missing' }

export type ProvisionProject = (
  request: ProjectRequest,
  metadata: EventMetadata,
) => Promise<
  | { readonly outcome: 'created'; readonly projectId: number }
  | { readonly outcome: 'refused'; readonly refusal: ProvisionProjectRefusal }
>

const refused = (refusal: ProvisionProjectRefusal) => ({ outcome: 'refused', refusal }) as const

/** Makes a project and claims the name last: the claim decides, and a project without one exists nowhere. */
export const provisionProject =
  (
    deps: UserLookup & {
      readonly newId: NewId
      readonly sealing: Sealing
      readonly exportCredentials: ExportCredentials
    },
  ): ProvisionProject =>
  async ({ owner: ownerName, exportTarget, ...request }, metadata) => {
    const nameStream = projectNameStream(deps.digests, request.name)
    const { state: claim } = await load(deps.store, nameStream, projectName)
    if (claim.holder !== null) return refused({ code: 'project-name-taken', existingId: claim.holder })
    const owner = await findUser(deps, ownerName)
    if (owner === null) return refused({ code: 'unknown-user' })
    if (owner.status === 'inactive') return refused({ code: 'user-inactive' })
    const { deidProjectId, keyfileRecipient } = request
    if (deidProjectId !== undefined && (await findProject(deps, deidProjectId)) === null) {
      return refused({ code: 'unknown-deid-project' })
    }
    if (keyfileRecipient !== undefined && !deps.sealing.isRecipient(keyfileRecipient)) {
      return refused({ code: 'keyfile-recipient-invalid' })
    }
    if (exportTarget?.credential === null) return refused({ code: 'export-credential-missing' })

    const target = exportTarget && withCredential(await keepCredential(deps, exportTarget), undefined)
    const projectId = await drawNumber(deps, metadata)
    const facts = {
      projectId,
      ...request,
      name: request.name.trim(),
      ...(target ? { exportTarget: target } : {}),
    }
    await execute(
      deps,
      streams.project(projectId),
      project,
      { type: 'ProvisionProject', facts, owner: owner.userId },
      metadata,
    )
    const claimed = await execute(
      deps,
      nameStream,
      projectName,
      { type: 'ClaimProjectName', projectId },
      metadata,
    )
    if (claimed.outcome === 'done') return { outcome: 'created', projectId }
    if (target) await deps.exportCredentials.forget(target.credentialId)
    return refused(claimed.refusal)
  }

async function drawNumber(
  deps: UserLookup & { readonly newId: NewId },
  metadata: EventMetadata,
): Promise<number> {
  const drawn = await execute(
    deps,
    streams.projectNumbers,
    projectNumber,
    { type: 'DrawProjectNumber' },
    metadata,
  )
  if (drawn.outcome === 'refused' || drawn.revision === 'no-stream') {
    throw new Error('drawing a project number stored no event')
  }
  return drawn.revision + 1
}
