import { canonicalUuid } from '../domain/external-identifier'
import { type ImportKind, importKinds } from '../domain/import-kind'
import type { ImportLimits } from '../domain/import-limits'
import { type RightsRefusal, refuseImportRights } from '../domain/import-rights'
import { uploadToken } from '../domain/upload-token'
import { execute } from './execute'
import { findProject } from './find-project'
import { findUser, type UserLookup } from './find-user'
import type { Clock } from './ports/clock'
import type { EventMetadata } from './ports/event-store'
import type { NewId } from './ports/ids'
import type { TokenSecrets } from './ports/token-secrets'
import { streams } from './streams'
import { writeToken } from './token-text'

/** `externalUuid` in any of a uuid's spellings. */
export interface TokenRequest extends ImportLimits {
  readonly projectId: number
  /** A provisioned name. */
  readonly user: string
  /** Default: every kind. */
  readonly kinds?: readonly ImportKind[]
  /** Milliseconds since 1970; default: now. */
  readonly notBefore?: number
  /** From `notBefore` on; default: 15 minutes. */
  readonly expiresInSeconds?: number
}

export interface IssuedToken {
  /** Shown once; the service keeps a digest of its secret. */
  readonly token: string
  readonly tokenId: string
  readonly notBefore: number
  readonly expiresAt: number
}

export type IssueTokenRefusal =
  | RightsRefusal
  | { readonly code: 'token-window-invalid'; readonly maxSeconds: number }
  | { readonly code: 'token-kinds-missing' }
  | { readonly code: 'external-uuid-malformed' }

export type IssueToken = (
  request: TokenRequest,
  metadata: EventMetadata,
) => Promise<
  | { readonly outcome: 'issued'; readonly issued: IssuedToken }
  | { readonly outcome: 'refused'; readonly refusal: IssueTokenRefusal }
>

const defaultSeconds = 15 * 60

const refused = (refusal: IssueTokenRefusal) => ({ outcome: 'refused', refusal }) as const

export const issueToken =
  (
    deps: UserLookup & {
      readonly newId: NewId
      readonly clock: Clock
      readonly secrets: TokenSecrets
      readonly maxSeconds: number
    },
  ): IssueToken =>
  async (request, metadata) => {
    const { maxSeconds } = deps
    const user = (await findUser(deps, request.user)) ?? ({ status: 'none' } as const)
    const project = (await findProject(deps, request.projectId)) ?? ({ status: 'none' } as const)
    const rightsRefusal = refuseImportRights(user, project)
    if (rightsRefusal !== null) return refused(rightsRefusal)
    if (user.status === 'none') return refused({ code: 'unknown-user' })

    const now = deps.clock()
    const notBefore = request.notBefore ?? now
    const seconds = request.expiresInSeconds ?? Math.min(defaultSeconds, maxSeconds)
    const expiresAt = notBefore + seconds * 1000
    if (seconds > maxSeconds || expiresAt <= now) return refused({ code: 'token-window-invalid', maxSeconds })

    const limits = limitsOf(request)
    if (limits === null) return refused({ code: 'external-uuid-malformed' })
    const tokenId = deps.newId()
    const secret = deps.secrets.generate()
    const executed = await execute(
      deps,
      streams.uploadToken(tokenId),
      uploadToken,
      {
        type: 'IssueToken',
        tokenId,
        secretDigest: deps.secrets.digest(secret),
        projectId: request.projectId,
        userId: user.userId,
        kinds: [...new Set(request.kinds ?? importKinds)],
        notBefore,
        expiresAt,
        ...limits,
      },
      metadata,
    )
    if (executed.outcome === 'done') {
      return {
        outcome: 'issued',
        issued: { token: writeToken({ tokenId, secret }), tokenId, notBefore, expiresAt },
      }
    }
    switch (executed.refusal.code) {
      case 'token-kinds-missing':
        return refused({ code: 'token-kinds-missing' })
      case 'token-window-invalid':
        return refused({ code: 'token-window-invalid', maxSeconds })
      default:
        throw new Error(`a fresh token was refused: ${executed.refusal.code}`)
    }
  }

/** `null`: what should be a uuid isn't one. */
function limitsOf({ maxBytes, maxRows, externalUuid, definitionSha256 }: TokenRequest): ImportLimits | null {
  const uuid = externalUuid === undefined ? undefined : canonicalUuid(externalUuid)
  if (uuid === null) return null
  return {
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(maxRows === undefined ? {} : { maxRows }),
    ...(uuid === undefined ? {} : { externalUuid: uuid }),
    ...(definitionSha256 === undefined ? {} : { definitionSha256 }),
  }
}
