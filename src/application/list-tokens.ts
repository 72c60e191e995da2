import { unreachable } from '../domain/decider'
import type { Admissions } from './admissions'
import { findUser, nameOf, type UserLookup } from './find-user'
import type { Clock } from './ports/clock'
import type { PersonNames } from './ports/person-names'
import type { TokenRow } from './ports/read-model-rows'
import type { ReadModels, TokenFilter } from './ports/read-models'
import type { UpToDate } from './projections/up-to-date'
import { type TokenWord, windowWord } from './token-state'

export interface ListedToken
  extends Omit<TokenRow, 'state' | 'settledAt' | 'rows' | 'bytes' | 'failedImportId'> {
  readonly word: TokenWord
  /** A provisioned name; `null`: it has been erased. */
  readonly user: string | null
}

export interface TokenQuery extends Pick<TokenFilter, 'projectId' | 'limit' | 'before'> {
  /** A provisioned name. */
  readonly user?: string
  /** As it is now; `receiving` here, on this node. */
  readonly word?: TokenWord
}

/** Newest first. */
export type ListTokens = (query: TokenQuery) => Promise<readonly ListedToken[]>

export const listTokens =
  (
    deps: UserLookup & {
      readonly clock: Clock
      readonly admissions: Admissions
      readonly models: ReadModels
      readonly upToDate: UpToDate
      readonly names: PersonNames
    },
  ): ListTokens =>
  async ({ user: name, word, ...filter }) => {
    const user = name === undefined ? undefined : await findUser(deps, name)
    if (user === null) return []
    await deps.upToDate()
    const now = deps.clock()
    const receiving = deps.admissions.underWay()
    const rows = await deps.models.tokens({
      ...filter,
      ...(user === undefined ? {} : { userId: user.userId }),
      ...(word === undefined ? {} : thoseThatAre(word, now, receiving)),
    })
    return Promise.all(
      rows.map(async ({ state, ...row }) => ({
        ...row,
        word: state === 'issued' ? wordOfUnused(row, now, receiving) : state,
        user: await nameOf(deps, row.userId),
      })),
    )
  }

const wordOfUnused = (row: Omit<TokenRow, 'state'>, now: number, receiving: readonly string[]): TokenWord =>
  receiving.includes(row.tokenId) ? 'receiving' : windowWord(row, now)

/** The same as `tokenWord`, said of rows: what time makes of an unused token stands in none of them. */
function thoseThatAre(
  word: TokenWord,
  at: number,
  receiving: readonly string[],
): Pick<TokenFilter, 'state' | 'window' | 'among' | 'except'> {
  switch (word) {
    case 'committing':
    case 'imported':
    case 'failed':
    case 'revoked':
      return { state: word }
    case 'receiving':
      return { state: 'issued', among: receiving }
    case 'not-yet-valid':
      return { state: 'issued', except: receiving, window: { at, lies: 'before' } }
    case 'issued':
      return { state: 'issued', except: receiving, window: { at, lies: 'within' } }
    case 'expired':
      return { state: 'issued', except: receiving, window: { at, lies: 'behind' } }
    default:
      return unreachable(word)
  }
}
