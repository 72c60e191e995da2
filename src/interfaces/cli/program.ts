import { Command } from 'commander'
import { auditCommand } from './audit-command'
import { checkCommand } from './check-command'
import { completionCommand } from './completion-command'
import { historyCommand } from './history-command'
import { jwtCommand } from './jwt-command'
import { keyCommand } from './key-command'
import { projectCommand } from './project-command'
import { serveCommand } from './serve-command'
import type { Terminal } from './terminal'
import { tokenCommand } from './token-command'
import { uploadCommand } from './upload-command'
import { userCommand } from './user-command'

/** Every command, over this terminal. Wrong usage throws, and ends no process. */
export function apertureProgram(terminal: Terminal): Command {
  const aperture: Command = new Command('aperture')
    .description(
      'Serves the Upload Token API, and administers it from its data directory (APERTURE_DATA_DIR, ./data)',
    )
    .addCommand(serveCommand(terminal))
    .addCommand(userCommand(terminal))
    .addCommand(projectCommand(terminal))
    .addCommand(tokenCommand(terminal))
    .addCommand(historyCommand(terminal))
    .addCommand(auditCommand(terminal))
    .addCommand(keyCommand(terminal))
    .addCommand(jwtCommand(terminal))
    .addCommand(checkCommand(terminal))
    .addCommand(uploadCommand(terminal))
    .addCommand(completionCommand(terminal, () => aperture))
    .addHelpText('after', '\nExample: aperture token issue --project 1 --user sample')
  for (const command of withSubcommands(aperture)) {
    command.exitOverride()
    command.configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
  }
  return aperture
}

const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
]
