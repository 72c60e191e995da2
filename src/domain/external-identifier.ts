import { accept, type Decider, refuse, unreachable } from './decider'

export interface Claim {
  /** Canonical lower case. */
  readonly uuid: string
  readonly tokenId: string
  readonly importId: string
}

export type ExternalIdentifierEvent = { readonly type: 'ExternalIdentifierClaimed' } & Claim

export type ExternalIdentifierState =
  | { readonly status: 'free' }
  /** The newest claim counts; whether it binds is told by its import's own stream. */
  | { readonly status: 'claimed'; readonly claim: Claim }

export type ExternalIdentifierCommand = {
  readonly type: 'ClaimExternalIdentifier'
  readonly claim: Claim
  /** What the stream of the newest claim's import says. */
  readonly holder: 'pending' | 'imported' | 'failed' | 'withdrawn'
}

export type ExternalIdentifierRefusal =
  /** A dataset bears the uuid; or, `pending`, another import claims it and has no outcome yet. */
  | { readonly code: 'external-uuid-taken'; readonly pending: boolean }
  /** The claim is of another upload with the same token. */
  | { readonly code: 'token-in-use' }
  /** The dataset that bears the uuid has spent the same token. */
  | { readonly code: 'token-already-used'; readonly importId: string; readonly kind: 'external' }

/** An external uuid of the catalogue: bound to one visible dataset at a time. */
export const externalIdentifier: Decider<
  ExternalIdentifierState,
  ExternalIdentifierCommand,
  ExternalIdentifierEvent,
  ExternalIdentifierRefusal
> = {
  initialState: { status: 'free' },

  evolve(_state, event) {
    switch (event.type) {
      case 'ExternalIdentifierClaimed': {
        const { type, ...claim } = event
        return { status: 'claimed', claim }
      }
      default:
        return unreachable(event.type)
    }
  },

  decide({ claim, holder }, state) {
    if (state.status === 'free' || holder === 'failed' || holder === 'withdrawn') {
      return accept({ type: 'ExternalIdentifierClaimed', ...claim })
    }
    const { tokenId, importId } = state.claim
    if (importId === claim.importId) return accept()
    if (tokenId !== claim.tokenId) {
      return refuse({ code: 'external-uuid-taken', pending: holder === 'pending' })
    }
    return holder === 'pending'
      ? refuse({ code: 'token-in-use' })
      : refuse({ code: 'token-already-used', importId, kind: 'external' })
  },
}

const hex32 = /^[0-9a-f]{32}$/
const grouped = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The canonical form of a uuid: lower case, hyphenated. Accepts PostgreSQL's and RFC 9562's spellings: upper
 * case, braces, `urn:uuid:`, without hyphens. `null`: not a uuid.
 */
export function canonicalUuid(text: string): string | null {
  let inner = text.trim().toLowerCase()
  if (inner.startsWith('urn:uuid:')) inner = inner.slice('urn:uuid:'.length)
  else if (inner.startsWith('{') && inner.endsWith('}')) inner = inner.slice(1, -1)
  if (grouped.test(inner)) return inner
  if (!hex32.test(inner)) return null
  return [
    inner.slice(0, 8),
    inner.slice(8, 12),
    inner.slice(12, 16),
    inner.slice(16, 20),
    inner.slice(20),
  ].join('-')
}
