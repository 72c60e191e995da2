import type { ImportKind } from '../domain/import-kind'
import type { ImportLimits } from '../domain/import-limits'
import { uploadToken } from '../domain/upload-token'
import type { Admissions } from './admissions'
import { fold } from './execute'
import { nameOf, type UserLookup } from './find-user'
import { type ImportOutcome, importOutcome } from './import-outcome'
import type { Clock } from './ports/clock'
import type { RecordedEvent } from './ports/event-store'
import type { PersonNames } from './ports/person-names'
import { streams } from './streams'
import { type TokenWord, tokenWord } from './token-state'

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

export interface ShowTokenDeps extends UserLookup {
  readonly clock: Clock
  readonly admissions: Admissions
  readonly names: PersonNames
}

export const showToken =
  (deps: ShowTokenDeps): ShowToken =>
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
