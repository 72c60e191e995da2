import { Command } from 'commander'
import { baseUrlOf } from '../http/server'
import { shownTokenJson } from '../http/upload-token-json'
import { tokenId } from './arguments'
import { type Answering, administer, answer, done, withExample, withJson } from './command-kit'
import { sentenceOf } from './sentence'
import { alignedRows, tableOf } from './table'
import { type Administration, CommandRefused, type Terminal } from './terminal'
import { tokenIssueCommand } from './token-issue-command'

const anId = '3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162'

export function tokenCommand(terminal: Terminal): Command {
  const show = withJson(new Command('show'))
    .description('where a token stands, and its history')
    .argument('<id>', 'what stands before the dot of the token', tokenId)
    .action(async (id: string, options: Answering) => {
      const token = await administer(terminal, (administration) => showToken(administration, id))
      answer(terminal, options, token, () => tokenText(token))
    })
  const revoke = withJson(new Command('revoke'))
    .description('takes back a token that has not been used')
    .argument('<id>', 'what stands before the dot of the token', tokenId)
    .action(async (id: string, options: Answering) => {
      await administer(terminal, async ({ useCases }, metadata) =>
        done(await useCases.revokeToken(id, metadata)),
      )
      answer(terminal, options, { status: 'revoked' }, () => `Revoked: ${id}`)
    })
  return withExample(
    new Command('token').description('upload tokens'),
    'token issue --project 1 --user sample --kind ephemeral --json',
  )
    .addCommand(tokenIssueCommand(terminal))
    .addCommand(withExample(show, `token show ${anId}`))
    .addCommand(withExample(revoke, `token revoke ${anId}`))
}

async function showToken({ useCases, address }: Administration, id: string) {
  const found = await useCases.showToken(id)
  if (found === null) throw new CommandRefused(sentenceOf({ code: 'unknown-token' }))
  const { host, port, publicUrl } = address
  return shownTokenJson(id, found, publicUrl ?? baseUrlOf(host, port))
}

function tokenText({
  history,
  kinds,
  import: spentBy,
  ...token
}: Awaited<ReturnType<typeof showToken>>): string {
  const facts = { ...token, kinds: kinds.join(', '), ...prefixed(spentBy ?? {}) }
  return [
    alignedRows(Object.entries(facts).map(([name, value]) => [name, value === null ? '–' : String(value)])),
    tableOf(
      ['position', 'created', 'type'],
      history.map(({ position, created, type }) => [position, created, type]),
    ),
  ].join('\n\n')
}

const prefixed = (spentBy: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(spentBy).map(([name, value]) => [`import ${name}`, value]))
