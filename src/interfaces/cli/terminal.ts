import type { CredentialIssuer } from '../../application/ports/credentials'
import type { NewId } from '../../application/ports/ids'
import type { UseCases } from '../../application/use-cases'

export interface Administration {
  readonly useCases: Pick<UseCases, 'issueToken'>
  readonly newId: NewId
  close(): Promise<void>
}

type OrRefused<Opened> =
  | (Opened & { readonly outcome: 'opened' })
  | { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

/** What the commands stand on; each opens no more than it needs. */
export interface Terminal {
  openIssuer(): Promise<OrRefused<{ readonly issuer: CredentialIssuer }>>
  openAdministration(): Promise<OrRefused<{ readonly administration: Administration }>>
  /** To standard output. */
  print(text: string): void
  /** To standard error. */
  complain(text: string): void
}

/** The command ends with exit code 1 and these lines, which say what to do. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
  constructor(...lines: readonly string[]) {
    super(lines.join('\n'))
  }
}
