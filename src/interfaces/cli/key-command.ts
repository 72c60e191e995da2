import { Command } from 'commander'
import { type Answering, answer, withExample, withJson } from './command-kit'
import { CommandRefused, type GeneratedKeys, type Terminal } from './terminal'

export function keyCommand(terminal: Terminal): Command {
  const generate = withJson(new Command('generate'))
    .description('a master key, the secrets of both credentials, and the age identity that opens keyfiles')
    .option('--directory <path>', 'writes them there, a file each; it must be empty, or not there yet')
    .action(async ({ directory, ...options }: Answering & { readonly directory?: string }) => {
      if (directory === undefined) {
        const keys = await terminal.generateKeys()
        answer(terminal, options, keysJson(keys), () => keysText(keys))
        return
      }
      const generated = await terminal.generateKeysInto(directory)
      if (generated.outcome === 'refused') throw new CommandRefused(...generated.mistakes)
      const { recipient } = generated
      answer(terminal, options, { status: 'generated', keyfile_recipient: recipient }, () =>
        [
          'Generated: master.key, management.secret, data.secret, keyfile.identity',
          `Keyfiles are sealed to ${recipient}; move keyfile.identity to the data owner.`,
        ].join('\n'),
      )
    })
  return withExample(new Command('key').description('keys and secrets'), 'key generate').addCommand(
    withExample(generate, 'key generate --directory keys'),
  )
}

const keysJson = ({ masterKey, management, data, keyfileIdentity, recipient }: GeneratedKeys) => ({
  master_key: masterKey,
  management_secret: management,
  data_secret: data,
  keyfile_identity: keyfileIdentity,
  keyfile_recipient: recipient,
})

/** As an environment file; the identity is not the service's to have. */
const keysText = ({ masterKey, management, data, keyfileIdentity, recipient }: GeneratedKeys): string =>
  [
    `APERTURE_MASTER_KEY=${masterKey}`,
    `APERTURE_MANAGEMENT_SECRET=${management}`,
    `APERTURE_DATA_SECRET=${data}`,
    `APERTURE_KEYFILE_RECIPIENT=${recipient}`,
    '# For the data owner alone; it opens the keyfiles:',
    `# ${keyfileIdentity}`,
  ].join('\n')
