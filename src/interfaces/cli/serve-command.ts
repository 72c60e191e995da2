import { Command } from 'commander'
import { withExample } from './command-kit'
import { CommandEnded, type Terminal } from './terminal'

export function serveCommand(terminal: Terminal): Command {
  const serve = new Command('serve')
    .description('serves over HTTP until SIGTERM or SIGINT; its log is JSON lines on standard output')
    .action(async () => {
      const code = await terminal.serve()
      if (code !== 0) throw new CommandEnded(code)
    })
  return withExample(serve, 'serve')
}
