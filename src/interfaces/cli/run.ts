import { Command, CommanderError } from 'commander'
import { jwtCommand } from './jwt-command'
import { CommandRefused, type Terminal } from './terminal'
import { tokenCommand } from './token-command'

const refusedOrFailed = 1
const wrongUsage = 2

/** Runs one command: 0 done, 1 refused or failed, 2 wrong usage. */
export async function run(terminal: Terminal, words: readonly string[]): Promise<number> {
  const aperture = new Command('aperture')
    .description('Administers an Upload Token service beside its data directory (APERTURE_DATA_DIR, ./data)')
    .addCommand(jwtCommand(terminal))
    .addCommand(tokenCommand(terminal))
    .addHelpText('after', '\nExample: aperture token issue --project 1 --user sample')
  for (const command of withSubcommands(aperture)) {
    command.exitOverride()
    command.configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
  }
  try {
    await aperture.parseAsync(words, { from: 'user' })
    return 0
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : wrongUsage
    terminal.complain(fault instanceof CommandRefused ? fault.message : failure(fault))
    return refusedOrFailed
  }
}

const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
]

/** Messages of faults name paths; class and code don't. */
function failure(fault: unknown): string {
  const { name, code } = fault as { readonly name?: string; readonly code?: string }
  return `The command failed: ${name ?? 'a fault'}${code ? ` (${code})` : ''}.`
}
