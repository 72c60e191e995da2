import type { CredentialIssuer, CredentialKind } from '../../application/ports/credentials'
import type { NewId } from '../../application/ports/ids'
import type { UseCases } from '../../application/use-cases'

type AdministrationUseCase =
  | 'provisionUser'
  | 'deactivateUser'
  | 'provisionProject'
  | 'showProject'
  | 'changeProject'
  | 'retireProject'
  | 'issueToken'
  | 'showToken'
  | 'revokeToken'
  | 'replayHistory'
  | 'followHistory'

export interface Administration {
  readonly useCases: Pick<UseCases, AdministrationUseCase>
  readonly newId: NewId
  /** `publicUrl` `null`: made from host and port. */
  readonly address: { readonly host: string; readonly port: number; readonly publicUrl: string | null }
  close(): Promise<void>
}

/** Stands on read models that are up to date. */
export interface Lists {
  readonly useCases: Pick<UseCases, 'listUsers' | 'listProjects'>
  close(): Promise<void>
}

/** Stands on no data directory. */
export interface Checker {
  readonly useCases: Pick<UseCases, 'checkUpload'>
  readonly maxUploadBytes: number
  close(): Promise<void>
}

export interface GeneratedKeys {
  readonly masterKey: string
  readonly management: string
  readonly data: string
  readonly keyfileIdentity: string
  /** Of the identity. */
  readonly recipient: string
}

type Refused = { readonly outcome: 'refused'; readonly mistakes: readonly string[] }
export type OrRefused<Opened> = (Opened & { readonly outcome: 'opened' }) | Refused

/** What the commands stand on; each opens no more than it needs. */
export interface Terminal {
  openIssuer(kind: CredentialKind): Promise<OrRefused<{ readonly issuer: CredentialIssuer }>>
  openAdministration(): Promise<OrRefused<{ readonly administration: Administration }>>
  openLists(): Promise<OrRefused<{ readonly lists: Lists }>>
  openChecker(): Promise<OrRefused<{ readonly checker: Checker }>>
  generateKeys(): Promise<GeneratedKeys>
  /** Into a directory that must hold nothing yet. */
  generateKeysInto(
    directory: string,
  ): Promise<{ readonly outcome: 'generated'; readonly recipient: string } | Refused>
  /** The server, until it is told to stop; its exit code. */
  serve(): Promise<number>
  /** To standard output. */
  print(text: string): void
  /** To standard error. */
  complain(text: string): void
  readonly progress: ProgressLine
  readonly input: Input
  /** A variable of the environment. */
  variable(name: string): string | undefined
  /** Aborts the work's signal at the first SIGINT; a second one ends the process, as it does by itself. */
  interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Settles after so many milliseconds, or when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>
  /** Milliseconds that only ever grow. */
  elapsed(): number
}

/** One line of standard error that is written over and over. */
export interface ProgressLine {
  readonly isTerminal: boolean
  readonly columns: number
  draw(text: string): void
  /** Ends the line; what follows stands on the next. */
  end(): void
}

export interface Input {
  readonly isTerminal: boolean
  /** At most so many characters, to the end of the input. */
  read(limit: number): Promise<string>
}

/** The command ends with exit code 1 and these lines, which say what to do. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
  constructor(...lines: readonly string[]) {
    super(lines.join('\n'))
  }
}

/** The command has said all it has to say, and ends with this exit code. */
export class CommandEnded extends Error {
  override readonly name = 'CommandEnded'
  constructor(readonly code: number) {
    super(`the command ended with ${code}`)
  }
}
