import type { ImportKind } from '../domain/import-kind'
import type { Admissions } from './admissions'
import { type ImportOutcome, importOutcome } from './import-outcome'
import { type ImportReceipt, readReceipt } from './import-receipt'
import type { Clock } from './ports/clock'
import type { DatasetStore } from './ports/dataset-store'
import type { Sealing } from './ports/sealing'
import { type ProvenToken, proveToken, type TokenProof } from './prove-token'
import { type TokenWord, tokenWord } from './token-state'

export interface TokenStatus {
  readonly word: TokenWord
  readonly kinds: readonly ImportKind[]
  readonly expiresAt: number
  /** Of `file_csv`; `null`: as many as any upload may have. */
  readonly maxBytes: number | null
  readonly import: ReportedImport | null
}

/** The import that spent a token: whole while its receipt can be read, else what the history knows. */
export type ReportedImport =
  | { readonly detail: 'whole'; readonly receipt: ImportReceipt }
  | {
      readonly detail: 'brief'
      readonly status: 'committing' | ImportOutcome['status']
      readonly importId: string
      readonly kind: ImportKind
    }

export interface StatusDeps extends TokenProof {
  readonly clock: Clock
  readonly admissions: Admissions
  readonly datasets: DatasetStore
  readonly sealing: Sealing
}

/** `null` for whatever isn't a token with its right secret. Never spends the token. */
export type ShowTokenStatus = (token: string) => Promise<TokenStatus | null>

export const showTokenStatus =
  (deps: StatusDeps): ShowTokenStatus =>
  async (text) => {
    const proven = await proveToken(deps, text)
    return proven === null ? null : describeToken(deps, proven)
  }

export async function describeToken(deps: StatusDeps, proven: ProvenToken): Promise<TokenStatus> {
  const { state, tokenId } = proven
  const { kinds, expiresAt, maxBytes = null } = state.grant
  const outcome =
    state.status === 'consumed'
      ? await importOutcome(deps.store, state.consumption.kind, state.consumption.importId)
      : null
  const word = tokenWord(state, outcome, deps.admissions.isUnderWay(tokenId), deps.clock())
  return { word, kinds, expiresAt, maxBytes, import: await reportImport(deps, proven, outcome) }
}

async function reportImport(
  deps: StatusDeps,
  { state, tokenId, secret }: ProvenToken,
  outcome: ImportOutcome | null,
): Promise<ReportedImport | null> {
  if (state.status !== 'consumed') return null
  const { importId, kind } = state.consumption
  const brief = { detail: 'brief', status: outcome?.status ?? 'committing', importId, kind } as const
  if (outcome?.status !== 'imported') return brief
  const record = await deps.datasets.record(kind === 'ephemeral' ? 'results' : 'datasets', importId)
  if (record === null) return brief
  if (record.kind === 'kept') return { detail: 'whole', receipt: readReceipt(record.answer) }
  // A keyfile may wait longer than its table: the receipt speaks of the table.
  if (deps.clock() >= record.expiresAt || !(await deps.datasets.resultWaits(importId))) return brief
  const { identity } = await deps.sealing.keysOfToken(tokenId, secret)
  const answer = await deps.sealing.openText(identity, Buffer.from(record.sealedAnswer, 'base64'))
  return { detail: 'whole', receipt: readReceipt(answer) }
}
