import { type UserState, user } from '../domain/user'
import { comparableUserName, userName } from '../domain/user-name'
import { load } from './execute'
import type { EventStore } from './ports/event-store'
import type { NameDigests } from './ports/name-digests'
import type { PersonNames } from './ports/person-names'
import { streams } from './streams'

export interface UserLookup {
  readonly store: EventStore
  readonly digests: NameDigests
}

export const userNameStream = (digests: NameDigests, name: string): string =>
  streams.userName(digests.user(comparableUserName(name)))

/** The user who bears a provisioned name, from the streams. A user whose name isn't claimed exists nowhere. */
export async function findUser(
  { store, digests }: UserLookup,
  name: string,
): Promise<Exclude<UserState, { status: 'none' }> | null> {
  const { state: claim } = await load(store, userNameStream(digests, name), userName)
  if (claim.holder === null) return null
  const { state } = await load(store, streams.user(claim.holder), user)
  return state.status === 'none' ? null : state
}

/** The provisioned name of a user id; `null` once it has been erased. */
export async function nameOf(
  { store, names }: { readonly store: EventStore; readonly names: PersonNames },
  userId: string,
): Promise<string | null> {
  const { state } = await load(store, streams.user(userId), user)
  return state.status === 'none' ? null : names.open(userId, state.sealedName)
}
