import { uploadToken } from '../domain/upload-token'
import { execute } from './execute'
import type { EventMetadata, EventStore } from './ports/event-store'
import type { NewId } from './ports/ids'
import { streams } from './streams'

export type RevokeToken = (
  tokenId: string,
  metadata: EventMetadata,
) => Promise<
  | { readonly outcome: 'revoked' }
  | {
      readonly outcome: 'refused'
      readonly refusal: { readonly code: 'unknown-token' | 'token-already-used' }
    }
>

/** Takes back a token that has not been used; of a used one there is nothing to take back. */
export const revokeToken =
  (deps: { readonly store: EventStore; readonly newId: NewId }): RevokeToken =>
  async (tokenId, metadata) => {
    const executed = await execute(
      deps,
      streams.uploadToken(tokenId),
      uploadToken,
      { type: 'RevokeToken' },
      metadata,
    )
    if (executed.outcome === 'done') return { outcome: 'revoked' }
    const used = executed.refusal.code === 'token-already-used'
    return { outcome: 'refused', refusal: { code: used ? 'token-already-used' : 'unknown-token' } }
  }
