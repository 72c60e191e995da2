import { Command } from 'commander'
import type { RequestedChange } from '../../application/change-project'
import { description, each, shortText, thingName, userName, wholeNumber } from './arguments'
import { type Answering, administer, answer, done, withExample, withJson } from './command-kit'
import { readExportTarget } from './export-target-file'
import type { Terminal } from './terminal'

/** `false`: the option's `--no-…` form. */
interface ChangeOptions extends Answering {
  readonly description?: string
  readonly authgroup?: string | false
  readonly keyfileRecipient?: string | false
  readonly exportTarget?: string | false
  readonly owner?: readonly string[]
}

export function projectChangeCommand(terminal: Terminal): Command {
  const change = withJson(new Command('change'))
    .description('changes what is named; all else stays as it is')
    .argument('<id>', "the project's number", wholeNumber)
    .option('--description <text>', 'what it is for', description)
    .option('--authgroup <name>', 'the group whose members may read its datasets too', thingName)
    .option('--no-authgroup', 'no group any more')
    .option('--keyfile-recipient <key>', 'the age public key that its keyfiles are sealed to', shortText)
    .option('--no-keyfile-recipient', "the deployment's own, if it has one")
    .option('--export-target <file>', 'an SFTP account as JSON: host, port, user, path, password or key')
    .option('--no-export-target', 'no account any more; its credential is forgotten')
    .option('--owner <names...>', 'all its owners: who is not named is none any more', each(userName))
    .action(async (id: number, options: ChangeOptions) => {
      const wanted = await changeOf(options)
      await administer(terminal, async ({ useCases }, metadata) =>
        done(await useCases.changeProject(id, wanted, metadata)),
      )
      answer(terminal, options, { status: 'changed', id }, () => `Changed: project ${id}`)
    })
  return withExample(change, 'project change 1 --owner jdoe asmith')
}

async function changeOf(options: ChangeOptions): Promise<RequestedChange> {
  const { exportTarget } = options
  const target = typeof exportTarget === 'string' ? await readExportTarget(exportTarget) : exportTarget
  return {
    ...(options.description === undefined ? {} : { description: options.description }),
    ...(options.authgroup === undefined ? {} : { authgroup: options.authgroup || null }),
    ...(options.keyfileRecipient === undefined ? {} : { keyfileRecipient: options.keyfileRecipient || null }),
    ...(target === undefined ? {} : { exportTarget: target || null }),
    ...(options.owner === undefined ? {} : { owners: options.owner }),
  }
}
