import { type UploadTokenState, uploadToken } from '../domain/upload-token'
import { load } from './execute'
import type { EventStore } from './ports/event-store'
import type { TokenSecrets } from './ports/token-secrets'
import { streams } from './streams'
import { parseToken } from './token-text'

export interface TokenProof {
  readonly store: EventStore
  readonly secrets: TokenSecrets
}

/** A token whose secret the caller knows. */
export interface ProvenToken {
  readonly tokenId: string
  readonly secret: string
  readonly state: Exclude<UploadTokenState, { status: 'none' }>
}

const noToken = '00000000-0000-0000-0000-000000000000'

/**
 * `null` for whatever isn't a token with its right secret: ill-formed, unknown and wrong are alike, and take
 * the same reading and comparing.
 */
export async function proveToken({ store, secrets }: TokenProof, text: string): Promise<ProvenToken | null> {
  const token = parseToken(text)
  const { state } = await load(store, streams.uploadToken(token?.tokenId ?? noToken), uploadToken)
  const digest = state.status === 'none' ? null : state.grant.secretDigest
  const proven = secrets.matches(token?.secret ?? text, digest)
  return proven && token !== null && state.status !== 'none' ? { ...token, state } : null
}
