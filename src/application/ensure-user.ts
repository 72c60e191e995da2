import { user } from '../domain/user'
import { comparableUserName } from '../domain/user-name'
import { execute } from './execute'
import { findUser, type UserLookup } from './find-user'
import type { EventMetadata } from './ports/event-store'
import type { NewId } from './ports/ids'
import type { PersonNames } from './ports/person-names'
import { provisionUser } from './provision-user'
import { streams } from './streams'

export interface WantedUser {
  readonly name: string
  /** The name as the request repeats it: it can't be another one. */
  readonly repeatedName?: string
  /** The whole list; absent: as they are, none for someone new. */
  readonly groups?: readonly string[]
}

export type EnsureUser = (
  wanted: WantedUser,
  metadata: EventMetadata,
) => Promise<
  | { readonly outcome: 'provisioned' | 'changed' }
  | { readonly outcome: 'refused'; readonly refusal: { readonly code: 'user-name-fixed' } }
>

/** Has an active user by this name, with these groups: provisions, or changes and reactivates. */
export const ensureUser =
  (deps: UserLookup & { readonly newId: NewId; readonly names: PersonNames }): EnsureUser =>
  async ({ name, repeatedName = name, groups }, metadata) => {
    if (comparableUserName(repeatedName) !== comparableUserName(name)) {
      return { outcome: 'refused', refusal: { code: 'user-name-fixed' } }
    }
    for (;;) {
      const found = await findUser(deps, name)
      if (found !== null) {
        const change = { type: 'ChangeUser', ...(groups === undefined ? {} : { groups }) } as const
        await execute(deps, streams.user(found.userId), user, change, metadata)
        return { outcome: 'changed' }
      }
      const provisioned = await provisionUser(deps)({ name, groups: groups ?? [] }, metadata)
      if (provisioned.outcome === 'provisioned') return { outcome: 'provisioned' }
      // Another has claimed the name since: now there is someone to change.
    }
  }
