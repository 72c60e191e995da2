import { Argument, Command } from 'commander'
import { withExample } from './command-kit'
import type { CompletedCommand } from './completed-command'
import { type Shell, scriptFor, shells } from './completion-scripts'
import type { Terminal } from './terminal'

/** `program` is asked for once the command runs: it holds this command, too. */
export function completionCommand(terminal: Terminal, program: () => Command): Command {
  const completion = new Command('completion')
    .description('a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .action((shell: Shell) => terminal.print(scriptFor(shell, commandsBelow(program(), []))))
  return withExample(completion, 'completion bash')
}

/** The command and all below it, each with what may stand behind its words. */
function commandsBelow(command: Command, before: readonly string[]): readonly CompletedCommand[] {
  const path = [...before, command.name()]
  const subcommands = command.commands.map((sub) => ({ word: sub.name(), about: sub.description() }))
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices)
  const options = command.options.map(
    ({ long, flags, description, argChoices = [], required }) =>
      ({
        word: long ?? flags,
        about: description,
        choices: argChoices,
        value: required ? (/<(file|path)>/.test(flags) ? 'file' : 'other') : 'none',
      }) as const,
  )
  const own = { path, subcommands, choices, options }
  return [own, ...command.commands.flatMap((sub) => commandsBelow(sub, path))]
}
