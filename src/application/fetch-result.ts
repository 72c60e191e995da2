import { importOutcome } from './import-outcome'
import type { ClaimedPart, DatasetStore, ResultPart } from './ports/dataset-store'
import type { Sealing } from './ports/sealing'
import { proveToken, type TokenProof } from './prove-token'

/** One part of an ephemeral result, on its way to the only client that can have it. */
export interface ResultDelivery {
  readonly part: ResultPart
  /** The table in clear; a keyfile as the age file it is. */
  content(): AsyncIterable<Uint8Array>
  /** The last byte has been handed over: the part is gone for good. */
  delivered(): Promise<void>
  /** It broke off: the part may be fetched again. */
  giveBack(): Promise<void>
}

/** `null`: there is no such result, or no more, or another delivery of it is under way. */
export type FetchResult = (token: string, part: ResultPart) => Promise<ResultDelivery | null>

/** The result of an ephemeral import waits sealed to the token's secret: only its holder opens it, once. */
export const fetchResult =
  (
    deps: TokenProof & {
      readonly datasets: DatasetStore
      readonly sealing: Sealing
      readonly clock: () => number
    },
  ): FetchResult =>
  async (text, part) => {
    const proven = await proveToken(deps, text)
    if (proven?.state.status !== 'consumed' || proven.state.consumption.kind !== 'ephemeral') return null
    const { importId } = proven.state.consumption
    // Before its outcome it may still be found that the rights were gone.
    if ((await importOutcome(deps.store, 'ephemeral', importId))?.status !== 'imported') return null
    const record = await deps.datasets.record('results', importId)
    if (record?.kind !== 'ephemeral' || deps.clock() >= record.expiresAt) return null
    const claimed = await deps.datasets.claimResult(importId, part)
    if (claimed === null) return null
    const { identity } = await deps.sealing.keysOfToken(proven.tokenId, proven.secret)
    return {
      part,
      content: () => contentOf(claimed, part, (sealed) => deps.sealing.open(identity, sealed)),
      delivered: () => claimed.delivered(),
      giveBack: () => claimed.giveBack(),
    }
  }

/** A keyfile is sealed to the data owner and leaves as it is. */
const contentOf = (
  claimed: ClaimedPart,
  part: ResultPart,
  open: (sealed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> => (part === 'keyfile' ? claimed.read() : open(claimed.read()))
