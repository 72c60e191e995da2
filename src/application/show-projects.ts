import type { ExportAccount, ExportTarget } from '../domain/export-target'
import { findProject } from './find-project'
import { nameOf, type UserLookup } from './find-user'
import type { PersonNames } from './ports/person-names'
import type { ProjectRow } from './ports/read-model-rows'
import type { ReadModels } from './ports/read-models'
import type { UpToDate } from './projections/up-to-date'

export interface ShownProject {
  readonly projectId: number
  readonly name: string
  readonly description: string
  readonly authgroup: string | null
  readonly deidProjectId: number | null
  readonly keyfileRecipient: string | null
  /** Without its credential. */
  readonly exportTarget: ExportAccount | null
  /** Provisioned names; an erased person's is left out. */
  readonly owners: readonly string[]
  readonly retired: boolean
}

export type ShowProject = (projectId: number) => Promise<ShownProject | null>

export const showProject =
  (deps: UserLookup & { readonly names: PersonNames }): ShowProject =>
  async (projectId) => {
    const found = await findProject(deps, projectId)
    if (found === null) return null
    const { facts } = found
    const owners = await Promise.all(found.owners.map((userId) => nameOf(deps, userId)))
    return {
      projectId,
      name: facts.name,
      description: facts.description,
      authgroup: facts.authgroup ?? null,
      deidProjectId: facts.deidProjectId ?? null,
      keyfileRecipient: facts.keyfileRecipient ?? null,
      exportTarget: facts.exportTarget === undefined ? null : accountOf(facts.exportTarget),
      owners: owners.filter((name) => name !== null),
      retired: found.status === 'retired',
    }
  }

const accountOf = ({ credentialId, ...account }: ExportTarget): ExportAccount => account

export type ListProjects = () => Promise<readonly ProjectRow[]>

/** The projects in use (manual, chapter 9: "all provisioned projects"); a retired one is shown by its id only. */
export const listProjects =
  (deps: { readonly models: ReadModels; readonly upToDate: UpToDate }): ListProjects =>
  async () => {
    await deps.upToDate()
    return (await deps.models.projects()).filter(({ retired }) => !retired)
  }
