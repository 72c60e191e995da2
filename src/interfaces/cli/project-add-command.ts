import { Command } from 'commander'
import type { RequestedTarget } from '../../application/export-target'
import { description, shortText, thingName, userName, wholeNumber } from './arguments'
import { type Answering, administer, answer, done, withExample, withJson } from './command-kit'
import { readExportTarget } from './export-target-file'
import type { Terminal } from './terminal'

interface AddOptions extends Answering {
  readonly owner: string
  readonly description: string
  readonly authgroup?: string
  readonly deidProject?: number
  readonly keyfileRecipient?: string
  readonly exportTarget?: string
}

export function projectAddCommand(terminal: Terminal): Command {
  const add = withJson(new Command('add'))
    .description('makes a project')
    .argument('<name>', 'the name, which never changes', thingName)
    .requiredOption('--owner <name>', 'the provisioned name of its first owner', userName)
    .option('--description <text>', 'what it is for', description, '')
    .option('--authgroup <name>', 'the group whose members may read its datasets too', thingName)
    .option('--deid-project <id>', 'the project whose pseudonyms it shares, for good', wholeNumber)
    .option('--keyfile-recipient <key>', 'the age public key that its keyfiles are sealed to', shortText)
    .option('--export-target <file>', 'an SFTP account as JSON: host, port, user, path, password or key')
    .action(async (name: string, options: AddOptions) => {
      const exportTarget =
        options.exportTarget === undefined ? undefined : await readExportTarget(options.exportTarget)
      const { projectId } = await administer(terminal, async ({ useCases }, metadata) =>
        done(await useCases.provisionProject(requestOf(name, options, exportTarget), metadata)),
      )
      answer(terminal, options, { status: 'created', id: projectId }, () => `Created: project ${projectId}`)
    })
  return withExample(add, 'project add Heart --owner jdoe')
}

const requestOf = (name: string, options: AddOptions, exportTarget: RequestedTarget | undefined) => ({
  name,
  description: options.description,
  owner: options.owner,
  ...(options.authgroup === undefined ? {} : { authgroup: options.authgroup }),
  ...(options.deidProject === undefined ? {} : { deidProjectId: options.deidProject }),
  ...(options.keyfileRecipient === undefined ? {} : { keyfileRecipient: options.keyfileRecipient }),
  ...(exportTarget === undefined ? {} : { exportTarget }),
})
