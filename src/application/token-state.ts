import type { Grant, UploadTokenState } from '../domain/upload-token'
import type { ImportOutcome } from './import-outcome'

/** The words for where a token stands; the same for its holder and for management. */
export const tokenWords = [
  'issued',
  'receiving',
  'committing',
  'imported',
  'failed',
  'revoked',
  'expired',
  'not-yet-valid',
] as const
export type TokenWord = (typeof tokenWords)[number]

/** No word follows one of these. */
export const isFinal = (word: TokenWord): boolean =>
  word === 'imported' || word === 'failed' || word === 'revoked' || word === 'expired'

/** `outcome` is that of the import that spent the token, `null` while there is none. */
export function tokenWord(
  state: Exclude<UploadTokenState, { status: 'none' }>,
  outcome: ImportOutcome | null,
  receiving: boolean,
  now: number,
): TokenWord {
  if (state.status === 'revoked') return 'revoked'
  if (state.status === 'consumed') return outcome?.status ?? 'committing'
  return receiving ? 'receiving' : windowWord(state.grant, now)
}

export function windowWord(grant: Pick<Grant, 'notBefore' | 'expiresAt'>, now: number): TokenWord {
  if (now < grant.notBefore) return 'not-yet-valid'
  return now < grant.expiresAt ? 'issued' : 'expired'
}
