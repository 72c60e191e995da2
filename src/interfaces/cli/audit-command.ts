import { Command } from 'commander'
import { eventJson } from '../http/event-json'
import { position, wholeNumber } from './arguments'
import { administer, withExample, withJson } from './command-kit'
import { eventsFrom, type Range } from './events-from'
import type { Terminal } from './terminal'

export function auditCommand(terminal: Terminal): Command {
  const exported = withJson(new Command('export'))
    .description('the history as NDJSON, a line an event, word for word as it is stored')
    .option('--from <position>', 'what happened behind this event', position)
    .option('--limit <count>', 'so many events at most', wholeNumber)
    .action(({ from, limit }: Range) =>
      terminal.interruptible((signal) =>
        administer(terminal, async ({ useCases }) => {
          const range = { ...(from === undefined ? {} : { from }), ...(limit === undefined ? {} : { limit }) }
          for await (const event of eventsFrom(useCases, terminal, range, signal)) {
            terminal.print(JSON.stringify(eventJson(event)))
          }
          signal.throwIfAborted()
        }),
      ),
    )
  return withExample(new Command('audit').description('for auditors'), 'audit export').addCommand(
    withExample(exported, 'audit export --from 0 --limit 1000'),
  )
}
