import { Command } from 'commander'
import type { CredentialIssuer, CredentialKind } from '../../application/ports/credentials'
import { clientIdentity, userName, wholeNumber } from './arguments'
import { CommandRefused, type Terminal } from './terminal'

interface Lifetime {
  readonly expiresIn: number
  readonly json?: true
}

const anHour = 3_600

/** Mints a credential, for a service that need not run. */
export function jwtCommand(terminal: Terminal): Command {
  const mint = async (
    kind: CredentialKind,
    { expiresIn, json }: Lifetime,
    sign: (issuer: CredentialIssuer, seconds: number) => Promise<string>,
  ): Promise<void> => {
    const opened = await terminal.openIssuer(kind)
    if (opened.outcome === 'refused') throw new CommandRefused(...opened.mistakes)
    const jwt = await sign(opened.issuer, expiresIn)
    terminal.print(json === true ? JSON.stringify({ jwt, expires_in: expiresIn }) : jwt)
  }

  const management = withLifetime(new Command('management'))
    .description('a credential for /management')
    .option('--identity <name>', 'the client, as the history will name it', clientIdentity, 'cli')
    .addHelpText('after', '\nExample: aperture jwt management --identity portal --expires-in 600')
    .action(({ identity, ...lifetime }: Lifetime & { readonly identity: string }) =>
      mint('management', lifetime, (issuer, seconds) => issuer.management(identity, seconds)),
    )
  const data = withLifetime(new Command('data'))
    .description("a credential to read datasets in a user's name")
    .requiredOption('--user <name>', 'the provisioned name', userName)
    .addHelpText('after', '\nExample: aperture jwt data --user sample')
    .action(({ user, ...lifetime }: Lifetime & { readonly user: string }) =>
      mint('data', lifetime, (issuer, seconds) => issuer.data(user, seconds)),
    )
  return new Command('jwt')
    .description('mints a credential from the configured secret')
    .addCommand(management)
    .addCommand(data)
    .addHelpText('after', '\nExample: aperture jwt management')
}

const withLifetime = (command: Command): Command =>
  command
    .option('--expires-in <seconds>', 'how long it is good for', wholeNumber, anHour)
    .option('--json', 'as JSON, for machines')
