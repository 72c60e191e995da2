import { type ProjectChange, type ProjectRefusal, project } from '../domain/project'
import { execute } from './execute'
import { forgetFormerCredentials, keepCredential, type RequestedTarget } from './export-target'
import { findProject } from './find-project'
import { findUser, type UserLookup } from './find-user'
import type { EventMetadata } from './ports/event-store'
import type { ExportCredentials } from './ports/export-credentials'
import type { NewId } from './ports/ids'
import type { Sealing } from './ports/sealing'
import { streams } from './streams'

/** Absent: as it is; `null`: there is none any more. */
export interface RequestedChange extends Omit<ProjectChange, 'exportTarget' | 'owners'> {
  readonly exportTarget?: RequestedTarget | null
  /** Provisioned names; the whole list. */
  readonly owners?: readonly string[]
}

export type ChangeProjectRefusal =
  | Exclude<ProjectRefusal, { readonly code: 'project-exists' }>
  /** `position` in the list, from 1. */
  | { readonly code: 'unknown-user'; readonly position: number }
  | { readonly code: 'keyfile-recipient-invalid' }

export type ChangeProject = (
  projectId: number,
  change: RequestedChange,
  metadata: EventMetadata,
) => Promise<
  { readonly outcome: 'changed' } | { readonly outcome: 'refused'; readonly refusal: ChangeProjectRefusal }
>

const refused = (refusal: ChangeProjectRefusal) => ({ outcome: 'refused', refusal }) as const

/** Changes all that is named as one step, or nothing. */
export const changeProject =
  (
    deps: UserLookup & {
      readonly newId: NewId
      readonly sealing: Sealing
      readonly exportCredentials: ExportCredentials
    },
  ): ChangeProject =>
  async (projectId, { owners: names, exportTarget, ...change }, metadata) => {
    if ((await findProject(deps, projectId)) === null) return refused({ code: 'unknown-project' })
    const owners = names === undefined ? undefined : await userIdsOf(deps, names)
    if (owners !== undefined && 'code' in owners) return refused(owners)
    const { keyfileRecipient } = change
    if (keyfileRecipient && !deps.sealing.isRecipient(keyfileRecipient)) {
      return refused({ code: 'keyfile-recipient-invalid' })
    }

    const target = exportTarget ? await keepCredential(deps, exportTarget) : exportTarget
    const wanted = {
      ...change,
      ...(target === undefined ? {} : { exportTarget: target }),
      ...(owners === undefined ? {} : { owners }),
    }
    const stream = streams.project(projectId)
    const executed = await execute(deps, stream, project, { type: 'ChangeProject', change: wanted }, metadata)
    if (executed.outcome === 'refused') {
      if (target?.credentialId) await deps.exportCredentials.forget(target.credentialId)
      const { refusal } = executed
      if (refusal.code === 'project-exists') throw new Error('a change was refused as a provisioning')
      return refused(refusal)
    }
    const { state } = executed
    if (target !== undefined && state.status !== 'none') {
      await forgetFormerCredentials(deps, projectId, state.facts.exportTarget?.credentialId)
    }
    return { outcome: 'changed' }
  }

async function userIdsOf(
  deps: UserLookup,
  names: readonly string[],
): Promise<readonly string[] | Extract<ChangeProjectRefusal, { readonly position: number }>> {
  const userIds: string[] = []
  for (const [index, name] of names.entries()) {
    const found = await findUser(deps, name)
    if (found === null) return { code: 'unknown-user', position: index + 1 }
    userIds.push(found.userId)
  }
  return userIds
}
