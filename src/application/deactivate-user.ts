import { user } from '../domain/user'
import { execute } from './execute'
import { findUser, type UserLookup } from './find-user'
import type { EventMetadata } from './ports/event-store'
import type { NewId } from './ports/ids'
import { streams } from './streams'

export type DeactivateUser = (
  name: string,
  metadata: EventMetadata,
) => Promise<
  | { readonly outcome: 'deactivated' }
  | { readonly outcome: 'refused'; readonly refusal: { readonly code: 'unknown-user' } }
>

/** A deactivated user keeps the name; tokens and data are refused from then on. */
export const deactivateUser =
  (deps: UserLookup & { readonly newId: NewId }): DeactivateUser =>
  async (name, metadata) => {
    const found = await findUser(deps, name)
    if (found === null) return { outcome: 'refused', refusal: { code: 'unknown-user' } }
    await execute(deps, streams.user(found.userId), user, { type: 'DeactivateUser' }, metadata)
    return { outcome: 'deactivated' }
  }
