import { Command, Option } from 'commander'
import type { IssueTokenRefusal } from '../../application/issue-token'
import type { EventMetadata } from '../../application/ports/event-store'
import { type ImportKind, importKinds } from '../../application/use-cases'
import type { ProblemRow } from '../http/problem-row'
import { problems } from '../http/problems'
import { userName, wholeNumber } from './arguments'
import { type Administration, CommandRefused, type Terminal } from './terminal'

interface IssueOptions {
  readonly project: number
  readonly user: string
  readonly kind?: readonly ImportKind[]
  readonly expiresIn?: number
  readonly json?: true
}

export function tokenCommand(terminal: Terminal): Command {
  const issue = new Command('issue')
    .description('a token for one upload by one user into one project')
    .requiredOption('--project <id>', "the project's number", wholeNumber)
    .requiredOption('--user <name>', 'the provisioned name of an owner of the project', userName)
    .addOption(
      new Option('--kind <kinds...>', 'what it may be used for; any, unless told').choices(importKinds),
    )
    .option('--expires-in <seconds>', 'how long it is good for; 15 minutes, unless told', wholeNumber)
    .option('--json', 'the whole answer as JSON, for machines')
    .addHelpText('after', '\nExample: aperture token issue --project 1 --user sample')
    .action(async (options: IssueOptions) => {
      const opened = await terminal.openAdministration()
      if (opened.outcome === 'refused') throw new CommandRefused(...opened.mistakes)
      const { administration } = opened
      try {
        terminal.print(await issueToken(administration, options))
      } finally {
        await administration.close()
      }
    })
  return new Command('token')
    .description('upload tokens')
    .addCommand(issue)
    .addHelpText('after', '\nExample: aperture token issue --project 1 --user sample --kind ephemeral --json')
}

async function issueToken(
  { useCases, newId }: Administration,
  { project, user, kind, expiresIn, json }: IssueOptions,
): Promise<string> {
  const requestId = newId()
  const metadata: EventMetadata = { correlationId: requestId, causationId: requestId, actor: { kind: 'cli' } }
  const request = {
    projectId: project,
    user,
    ...(kind === undefined ? {} : { kinds: kind }),
    ...(expiresIn === undefined ? {} : { expiresInSeconds: expiresIn }),
  }
  const result = await useCases.issueToken(request, metadata)
  if (result.outcome === 'refused') throw new CommandRefused(sentenceOf(result.refusal))
  const { token, tokenId, notBefore, expiresAt } = result.issued
  if (json !== true) return token
  return JSON.stringify({
    token,
    token_id: tokenId,
    not_before: new Date(notBefore).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
  })
}

/** What a client over HTTP is told too. */
function sentenceOf(refusal: IssueTokenRefusal): string {
  // The table's type pairs each code with its own refusals.
  const { detail } = problems[refusal.code] as ProblemRow<IssueTokenRefusal>
  return detail(refusal)
}
