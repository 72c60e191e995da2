import { Command, InvalidArgumentError, Option } from 'commander'
import type { CredentialIssuer } from '../../application/ports/credentials'
import type { EventMetadata } from '../../application/ports/event-store'
import { type ImportKind, importKinds, type UseCases } from '../../application/use-cases'
import { refusalText } from './refusal-text'

export interface OpenedForCli {
  readonly outcome: 'opened'
  readonly useCases: Pick<UseCases, 'issueToken'>
  readonly issuer: CredentialIssuer
  newId(): string
  close(): Promise<void>
}

export type OpenForCli = () => Promise<
  OpenedForCli | { readonly outcome: 'refused'; readonly mistakes: readonly string[] }
>

/** The command ends with exit code 1 and this one line, which says what to do. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
}

/** The command line: the same use cases as over HTTP, from a terminal beside the data directory. */
export function program(open: OpenForCli, print: (text: string) => void): Command {
  const aperture = new Command('aperture')
    .description('Administers an Upload Token service beside its data directory')
    .exitOverride((end) => {
      process.exit(end.exitCode === 0 ? 0 : 2)
    })

  const withService = async <T>(work: (service: OpenedForCli) => Promise<T>): Promise<T> => {
    const service = await open()
    if (service.outcome === 'refused') throw new CommandRefused(service.mistakes.join('\n'))
    try {
      return await work(service)
    } finally {
      await service.close()
    }
  }

  const jwt = aperture.command('jwt').description('mints a credential from the configured secret')
  jwt
    .command('management')
    .description('a credential for /management')
    .option('--identity <name>', 'the client, as the history will name it', clientIdentity, 'cli')
    .option('--expires-in <seconds>', 'how long it is good for', seconds, 3_600)
    .addHelpText('after', '\nExample: aperture jwt management --identity portal --expires-in 600')
    .action(({ identity, expiresIn }: { identity: string; expiresIn: number }) =>
      withService(async ({ issuer }) => print(await issuer.management(identity, expiresIn))),
    )
  jwt
    .command('data')
    .description("a credential to read datasets in a user's name")
    .requiredOption('--user <name>', 'the provisioned name')
    .option('--expires-in <seconds>', 'how long it is good for', seconds, 3_600)
    .addHelpText('after', '\nExample: aperture jwt data --user sample')
    .action(({ user, expiresIn }: { user: string; expiresIn: number }) =>
      withService(async ({ issuer }) => print(await issuer.data(user, expiresIn))),
    )

  const token = aperture.command('token').description('upload tokens')
  token
    .command('issue')
    .description('a token for one upload by one user into one project')
    .requiredOption('--project <id>', "the project's number", wholeNumber)
    .requiredOption('--user <name>', 'the provisioned name of an owner of the project')
    .addOption(new Option('--kind <kinds...>', 'what it may be used for').choices(importKinds))
    .option('--expires-in <seconds>', 'how long it is good for', seconds)
    .option('--json', 'the whole answer, for machines')
    .addHelpText('after', '\nExample: aperture token issue --project 1 --user sample')
    .action((options: IssueOptions) => withService((service) => issue(service, options, print)))
  return aperture
}

interface IssueOptions {
  readonly project: number
  readonly user: string
  readonly kind?: readonly ImportKind[]
  readonly expiresIn?: number
  readonly json?: true
}

async function issue(
  { useCases, newId }: OpenedForCli,
  { project, user, kind, expiresIn, json }: IssueOptions,
  print: (text: string) => void,
): Promise<void> {
  const requestId = newId()
  const metadata: EventMetadata = { correlationId: requestId, causationId: requestId, actor: { kind: 'cli' } }
  const request = {
    projectId: project,
    user,
    ...(kind === undefined ? {} : { kinds: kind }),
    ...(expiresIn === undefined ? {} : { expiresInSeconds: expiresIn }),
  }
  const result = await useCases.issueToken(request, metadata)
  if (result.outcome === 'refused') throw new CommandRefused(refusalText(result.refusal))
  const { token, tokenId, notBefore, expiresAt } = result.issued
  const whole = {
    token,
    token_id: tokenId,
    not_before: new Date(notBefore).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
  }
  print(json === true ? JSON.stringify(whole) : token)
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

const seconds = wholeNumber

function clientIdentity(text: string): string {
  if (/^[A-Za-z0-9._-]{1,64}$/.test(text)) return text
  throw new InvalidArgumentError('It must be 1 to 64 letters, digits, dots, underscores or hyphens.')
}
