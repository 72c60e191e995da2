import { accept, type Decider, type Decision, refuse, unreachable } from './decider'
import type { ImportKind } from './import-kind'
import type { ImportLimits } from './import-limits'

/** What a token allows: one import of one of `kinds`, for this user and project, within `[notBefore, expiresAt)`. */
export interface Grant extends ImportLimits {
  readonly tokenId: string
  /** SHA-256 of the secret, lower-case hex; the secret itself is known to the token's holder only. */
  readonly secretDigest: string
  readonly projectId: number
  readonly userId: string
  readonly kinds: readonly ImportKind[]
  /** Milliseconds since 1970, inclusive. */
  readonly notBefore: number
  /** Milliseconds since 1970, exclusive. */
  readonly expiresAt: number
}

/** The import that spent a token, and what the decision to let it was based on. */
export interface Consumption {
  readonly importId: string
  readonly kind: ImportKind
  /** When the token was presented; the window was decided at that instant. */
  readonly presentedAt: number
  readonly userRevision: number
  readonly projectRevision: number
  /** `null`: the project had no policy. */
  readonly policyVersion: number | null
}

export type UploadTokenEvent =
  | ({ readonly type: 'TokenIssued' } & Grant)
  | ({ readonly type: 'TokenConsumed'; readonly tokenId: string } & Consumption)
  | { readonly type: 'TokenRevoked'; readonly tokenId: string }

export type UploadTokenState =
  | { readonly status: 'none' }
  | { readonly status: 'issued'; readonly grant: Grant }
  | { readonly status: 'consumed'; readonly grant: Grant; readonly consumption: Consumption }
  | { readonly status: 'revoked'; readonly grant: Grant }

export type UploadTokenCommand =
  | ({ readonly type: 'IssueToken' } & Grant)
  /** Asks whether an upload may begin. It changes nothing: a token is spent by the import that succeeds. */
  | { readonly type: 'PresentToken'; readonly kind: ImportKind; readonly at: number }
  | ({ readonly type: 'ConsumeToken' } & Consumption)
  | { readonly type: 'RevokeToken' }

export type UploadTokenRefusal =
  | { readonly code: 'token-invalid' }
  /** The id was drawn before, for another grant. */
  | { readonly code: 'token-exists' }
  | { readonly code: 'token-window-invalid' }
  | { readonly code: 'token-kinds-missing' }
  | { readonly code: 'token-revoked' }
  | { readonly code: 'token-already-used'; readonly importId: string; readonly kind: ImportKind }
  | { readonly code: 'token-not-yet-valid'; readonly notBefore: number }
  | { readonly code: 'token-expired' }
  | { readonly code: 'token-kind-not-allowed'; readonly kinds: readonly ImportKind[] }

type TokenDecision = Decision<UploadTokenEvent, UploadTokenRefusal>

/** A token for uploading one table: issued for a window, then consumed once or revoked. */
export const uploadToken: Decider<
  UploadTokenState,
  UploadTokenCommand,
  UploadTokenEvent,
  UploadTokenRefusal
> = {
  initialState: { status: 'none' },

  evolve(state, event) {
    switch (event.type) {
      case 'TokenIssued': {
        const { type, ...grant } = event
        return { status: 'issued', grant }
      }
      case 'TokenConsumed': {
        if (state.status === 'none') return state
        const { type, tokenId, ...consumption } = event
        return { status: 'consumed', grant: state.grant, consumption }
      }
      case 'TokenRevoked':
        return state.status === 'none' ? state : { status: 'revoked', grant: state.grant }
      default:
        return unreachable(event)
    }
  },

  decide(command, state) {
    switch (command.type) {
      case 'IssueToken':
        return issue(command, state)
      case 'PresentToken':
        return present(command.kind, command.at, state)
      case 'ConsumeToken':
        return consume(command, state)
      case 'RevokeToken':
        return revoke(state)
      default:
        return unreachable(command)
    }
  },
}

function issue(
  { type, ...grant }: { readonly type: 'IssueToken' } & Grant,
  state: UploadTokenState,
): TokenDecision {
  if (state.status !== 'none') {
    // A secret is drawn for one grant: the same digest is the same command again.
    return state.grant.secretDigest === grant.secretDigest ? accept() : refuse({ code: 'token-exists' })
  }
  if (grant.expiresAt <= grant.notBefore) return refuse({ code: 'token-window-invalid' })
  if (grant.kinds.length === 0) return refuse({ code: 'token-kinds-missing' })
  return accept({ type: 'TokenIssued', ...grant })
}

function present(kind: ImportKind, at: number, state: UploadTokenState): TokenDecision {
  switch (state.status) {
    case 'none':
      return refuse({ code: 'token-invalid' })
    case 'revoked':
      return refuse({ code: 'token-revoked' })
    case 'consumed':
      return refuse(usedBy(state.consumption))
    case 'issued': {
      const { notBefore, expiresAt, kinds } = state.grant
      if (at < notBefore) return refuse({ code: 'token-not-yet-valid', notBefore })
      if (at >= expiresAt) return refuse({ code: 'token-expired' })
      if (!kinds.includes(kind)) return refuse({ code: 'token-kind-not-allowed', kinds })
      return accept()
    }
    default:
      return unreachable(state)
  }
}

function consume(
  { type, ...consumption }: { readonly type: 'ConsumeToken' } & Consumption,
  state: UploadTokenState,
): TokenDecision {
  if (state.status === 'consumed' && state.consumption.importId === consumption.importId) return accept()
  const presented = present(consumption.kind, consumption.presentedAt, state)
  if (!presented.accepted || state.status === 'none') return presented
  return accept({ type: 'TokenConsumed', tokenId: state.grant.tokenId, ...consumption })
}

function revoke(state: UploadTokenState): TokenDecision {
  switch (state.status) {
    case 'none':
      return refuse({ code: 'token-invalid' })
    case 'revoked':
      return accept()
    case 'consumed':
      return refuse(usedBy(state.consumption))
    case 'issued':
      return accept({ type: 'TokenRevoked', tokenId: state.grant.tokenId })
    default:
      return unreachable(state)
  }
}

const usedBy = ({ importId, kind }: Consumption) => ({ code: 'token-already-used', importId, kind }) as const
