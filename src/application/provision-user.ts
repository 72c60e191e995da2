import { user } from '../domain/user'
import { comparableUserName, userName } from '../domain/user-name'
import { execute, load } from './execute'
import { type UserLookup, userNameStream } from './find-user'
import type { EventMetadata } from './ports/event-store'
import type { NewId } from './ports/ids'
import type { PersonNames } from './ports/person-names'
import { streams } from './streams'

export type ProvisionUser = (
  request: { readonly name: string; readonly groups: readonly string[] },
  metadata: EventMetadata,
) => Promise<
  | { readonly outcome: 'provisioned'; readonly userId: string }
  | { readonly outcome: 'refused'; readonly refusal: { readonly code: 'user-exists' } }
>

/** Makes a user and claims the name last: the claim decides, and a user without one exists nowhere. */
export const provisionUser =
  (deps: UserLookup & { readonly newId: NewId; readonly names: PersonNames }): ProvisionUser =>
  async ({ name, groups }, metadata) => {
    const nameStream = userNameStream(deps.digests, name)
    const { state: claim } = await load(deps.store, nameStream, userName)
    if (claim.holder !== null) return { outcome: 'refused', refusal: { code: 'user-exists' } }

    const userId = deps.newId()
    const sealedName = await deps.names.seal(userId, comparableUserName(name))
    const provision = { type: 'ProvisionUser', userId, sealedName, groups: [...new Set(groups)] } as const
    const provisioned = await execute(deps, streams.user(userId), user, provision, metadata)
    const claimed =
      provisioned.outcome === 'refused'
        ? provisioned
        : await execute(deps, nameStream, userName, { type: 'ClaimUserName', userId }, metadata)
    if (claimed.outcome === 'refused') {
      await deps.names.forget(userId)
      return { outcome: 'refused', refusal: { code: 'user-exists' } }
    }
    return { outcome: 'provisioned', userId }
  }
