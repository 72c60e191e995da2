import { Command } from 'commander'
import type { RecordedEvent } from '../../application/ports/event-store'
import { eventJson } from '../http/event-json'
import { position, wholeNumber } from './arguments'
import { type Answering, administer, withExample, withJson } from './command-kit'
import { eventsFrom } from './events-from'
import { lineOf } from './table'
import type { Terminal } from './terminal'

interface HistoryOptions extends Answering {
  readonly from?: bigint
  readonly limit?: number
  readonly follow?: true
}

/** Of position, time, type and actor; the stream stands last. */
const widths = [8, 24, 28, 18]

export function historyCommand(terminal: Terminal): Command {
  const history = withJson(new Command('history'))
    .description('what has happened, oldest first; as JSON a line each')
    .option('--from <position>', 'what happened behind this event', position)
    .option('--limit <count>', 'so many events at most', wholeNumber)
    .option('--follow', 'goes on with what happens from now on, until Ctrl-C')
    .action(async ({ json, ...options }: HistoryOptions) => {
      if (json !== true) terminal.print(lineOf(['position', 'created', 'type', 'actor', 'stream'], widths))
      await terminal.interruptible((signal) =>
        administer(terminal, async ({ useCases }) => {
          for await (const event of eventsFrom(useCases, terminal, options, signal)) {
            terminal.print(json === true ? JSON.stringify(eventJson(event)) : asLine(event))
          }
        }),
      )
    })
  return withExample(history, 'history --limit 20')
}

function asLine(event: RecordedEvent): string {
  const { position: at, created, type, stream } = eventJson(event)
  const { kind, client } = event.metadata.actor
  return lineOf([at, created, type, client === undefined ? kind : `${kind} ${client}`, stream], widths)
}
