import { findUser, type UserLookup } from './find-user'
import type { PersonNames } from './ports/person-names'
import type { ReadModels } from './ports/read-models'
import type { UpToDate } from './projections/up-to-date'

export interface ShownUser {
  /** `null`: the name has been erased. */
  readonly name: string | null
  readonly groups: readonly string[]
  readonly active: boolean
}

export type ShowUser = (name: string) => Promise<ShownUser | null>

export const showUser =
  (deps: UserLookup & { readonly names: PersonNames }): ShowUser =>
  async (name) => {
    const found = await findUser(deps, name)
    if (found === null) return null
    return {
      name: await deps.names.open(found.userId, found.sealedName),
      groups: found.groups,
      active: found.status === 'active',
    }
  }

export type ListUsers = () => Promise<readonly ShownUser[]>

export const listUsers =
  (deps: {
    readonly models: ReadModels
    readonly names: PersonNames
    readonly upToDate: UpToDate
  }): ListUsers =>
  async () => {
    await deps.upToDate()
    const rows = await deps.models.users()
    return Promise.all(
      rows.map(async ({ userId, sealedName, groups, active }) => ({
        name: await deps.names.open(userId, sealedName),
        groups,
        active,
      })),
    )
  }
