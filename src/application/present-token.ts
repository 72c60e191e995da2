import type { ImportKind } from '../domain/import-kind'
import type { RightsRefusal } from '../domain/import-rights'
import type { ProjectFacts } from '../domain/project'
import { type Grant, type UploadTokenRefusal, uploadToken } from '../domain/upload-token'
import type { Clock } from './ports/clock'
import { type ProvenToken, proveToken, type TokenProof } from './prove-token'
import { readRights } from './read-rights'

/** An upload whose token has been found good at the instant it was read. */
export interface PresentedUpload {
  readonly kind: ImportKind
  readonly grant: Grant
  readonly secret: string
  readonly presentedAt: number
  readonly project: ProjectFacts
}

export type Presentation =
  | { readonly outcome: 'presented'; readonly upload: PresentedUpload; readonly proven: ProvenToken }
  | {
      readonly outcome: 'refused'
      readonly refusal: UploadTokenRefusal | RightsRefusal
      /** `null` for a stranger: only who knows the secret is told the exact reason. */
      readonly proven: ProvenToken | null
    }

/** The check at upload (manual, chapter 10): secret, state, window, kind, then the rights of the user. */
export async function presentToken(
  deps: TokenProof & { readonly clock: Clock },
  text: string,
  kind: ImportKind,
): Promise<Presentation> {
  const proven = await proveToken(deps, text)
  if (proven === null) return { outcome: 'refused', refusal: { code: 'token-invalid' }, proven }
  const presentedAt = deps.clock()
  const decision = uploadToken.decide({ type: 'PresentToken', kind, at: presentedAt }, proven.state)
  if (!decision.accepted) return { outcome: 'refused', refusal: decision.refusal, proven }
  const { grant } = proven.state
  const rights = await readRights(deps.store, grant)
  if (!rights.held) return { outcome: 'refused', refusal: rights.refusal, proven }
  return {
    outcome: 'presented',
    proven,
    upload: { kind, grant, secret: proven.secret, presentedAt, project: rights.project },
  }
}
