import { Command } from 'commander'
import type { RecordedEvent } from '../../application/ports/event-store'
import { eventJson } from '../http/event-json'
import { administer, withExample, withJson } from './command-kit'
import { eachEvent } from './each-event'
import { type HistoryOptions, queryOf, withHistoryOptions } from './history-options'
import type { Terminal } from './terminal'

export function auditCommand(terminal: Terminal): Command {
  const exported = withHistoryOptions(withJson(new Command('export')))
    .description('the history as NDJSON, a line an event, word for word as it is stored')
    .action((options: HistoryOptions) =>
      terminal.interruptible((signal) =>
        administer(terminal, async ({ useCases }) => {
          const print = (event: RecordedEvent) => terminal.print(JSON.stringify(eventJson(event)))
          await eachEvent(useCases, terminal, queryOf(options), options, print, signal)
          signal.throwIfAborted()
        }),
      ),
    )
  return withExample(new Command('audit').description('for auditors'), 'audit export').addCommand(
    withExample(exported, 'audit export --project 1 --since 2031-05-17T00:00:00Z'),
  )
}
