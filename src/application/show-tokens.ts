import type { ImportKind } from '../domain/import-kind'
import type { ImportLimits } from '../domain/import-limits'
import { uploadToken } from '../domain/upload-token'
import type { Admissions } from './admissions'
import { fold } from './execute'
import { findUser, nameOf, type UserLookup } from './find-user'
import { type ImportOutcome, importOutcome } from './import-outcome'
import type { Clock } from './ports/clock'
import type { RecordedEvent } from './ports/event-store'
import type { PersonNames } from './ports/person-names'
import type { ReadModels, TokenFilter, TokenRow } from './ports/read-models'
import type { UpToDate } from './projections/up-to-date'
import { streams } from './streams'
import { type TokenWord, tokenWord, windowWord } from './token-state'

export interface ShownToken {
  readonly word: TokenWord
  readonly projectId: number
  /** A provisioned name; `null`: it has been erased. */
  readonly user: string | null
  readonly kinds: readonly ImportKind[]
  readonly notBefore: number
  readonly expiresAt: number
  readonly limits: ImportLimits
  readonly import: {
    readonly id: string
    readonly kind: ImportKind
    readonly outcome: ImportOutcome | null
  } | null
  /** The token's own events, oldest first. */
  readonly history: readonly RecordedEvent[]
}

/** `null`: no such token. */
export type ShowToken = (tokenId: string) => Promise<ShownToken | null>

export const showToken =
  (
    deps: UserLookup & {
      readonly clock: Clock
      readonly admissions: Admissions
      readonly names: PersonNames
    },
  ): ShowToken =>
  async (tokenId) => {
    const history = await deps.store.readStream(streams.uploadToken(tokenId))
    const state = fold(uploadToken, history)
    if (state.status === 'none') return null
    const { tokenId: _id, secretDigest: _digest, ...grant } = state.grant
    const { projectId, userId, kinds, notBefore, expiresAt, ...limits } = grant
    const spentBy = state.status === 'consumed' ? state.consumption : null
    const outcome = spentBy === null ? null : await importOutcome(deps.store, spentBy.kind, spentBy.importId)
    return {
      word: tokenWord(state, outcome, deps.admissions.isUnderWay(tokenId), deps.clock()),
      projectId,
      user: await nameOf(deps, userId),
      kinds,
      notBefore,
      expiresAt,
      limits,
      import: spentBy === null ? null : { id: spentBy.importId, kind: spentBy.kind, outcome },
      history,
    }
  }

export interface ListedToken extends Omit<TokenRow, 'state'> {
  readonly word: TokenWord
  /** A provisioned name; `null`: it has been erased. */
  readonly user: string | null
}

export interface TokenQuery extends Omit<TokenFilter, 'userId'> {
  /** A provisioned name. */
  readonly user?: string
}

/** Newest first. */
export type ListTokens = (query: TokenQuery) => Promise<readonly ListedToken[]>

export const listTokens =
  (
    deps: UserLookup & {
      readonly clock: Clock
      readonly models: ReadModels
      readonly upToDate: UpToDate
      readonly names: PersonNames
    },
  ): ListTokens =>
  async ({ user: name, ...filter }) => {
    const user = name === undefined ? undefined : await findUser(deps, name)
    if (user === null) return []
    await deps.upToDate()
    const rows = await deps.models.tokens({
      ...filter,
      ...(user === undefined ? {} : { userId: user.userId }),
    })
    const now = deps.clock()
    return Promise.all(
      rows.map(async ({ state, ...row }) => ({
        ...row,
        word: state === 'issued' ? windowWord(row, now) : state,
        user: await nameOf(deps, row.userId),
      })),
    )
  }
