import type { Command } from 'commander'
import { apertureProgram } from '../../src/interfaces/cli/program'
import type { Terminal } from '../../src/interfaces/cli/terminal'
import { codeIn, page, section, tableIn } from './markdown'

/** The commands that do something themselves, by their words. */
const doing = (command: Command, before: readonly string[]): readonly string[] =>
  command.commands.flatMap((sub) => {
    const words = [...before, sub.name()]
    return sub.commands.length === 0 ? [words.join(' ')] : doing(sub, words)
  })

test('every command is on the page, and no other', () => {
  const table = tableIn(section(page('docs/operations.md'), 'From a terminal'))
  const documented = table.flatMap(([commands = '']) => codeIn(commands))
  // The program builds its commands without a look at its terminal.
  expect([...documented].sort()).toEqual([...doing(apertureProgram({} as Terminal), [])].sort())
})
