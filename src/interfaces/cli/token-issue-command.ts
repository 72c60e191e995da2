import { Command, Option } from 'commander'
import { type ImportKind, importKinds } from '../../application/use-cases'
import { writeTime } from '../http/rfc3339'
import { userName, wholeNumber } from './arguments'
import { type Answering, administer, answer, done, withExample, withJson } from './command-kit'
import type { Terminal } from './terminal'

interface IssueOptions extends Answering {
  readonly project: number
  readonly user: string
  readonly kind?: readonly ImportKind[]
  readonly expiresIn?: number
  readonly maxBytes?: number
  readonly maxRows?: number
}

export function tokenIssueCommand(terminal: Terminal): Command {
  const issue = withJson(new Command('issue'))
    .description('a token for one upload by one user into one project')
    .requiredOption('--project <id>', "the project's number", wholeNumber)
    .requiredOption('--user <name>', 'the provisioned name of an owner of the project', userName)
    .addOption(
      new Option('--kind <kinds...>', 'what it may be used for; any, unless told').choices(importKinds),
    )
    .option('--expires-in <seconds>', 'how long it is good for; 15 minutes, unless told', wholeNumber)
    .option('--max-bytes <count>', 'the most bytes that its table may have', wholeNumber)
    .option('--max-rows <count>', 'the most rows that its table may have', wholeNumber)
    .action(async (options: IssueOptions) => {
      const { issued } = await administer(terminal, async ({ useCases }, metadata) =>
        done(await useCases.issueToken(requestOf(options), metadata)),
      )
      const { token, tokenId, notBefore, expiresAt } = issued
      const times = { not_before: writeTime(notBefore), expires_at: writeTime(expiresAt) }
      answer(terminal, options, { status: 'issued', token, token_id: tokenId, ...times }, () => token)
    })
  return withExample(issue, 'token issue --project 1 --user sample')
}

const requestOf = ({ project, user, kind, expiresIn, maxBytes, maxRows }: IssueOptions) => ({
  projectId: project,
  user,
  ...(kind === undefined ? {} : { kinds: kind }),
  ...(expiresIn === undefined ? {} : { expiresInSeconds: expiresIn }),
  ...(maxBytes === undefined ? {} : { maxBytes }),
  ...(maxRows === undefined ? {} : { maxRows }),
})
