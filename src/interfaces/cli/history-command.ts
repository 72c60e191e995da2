import { Command } from 'commander'
import type { RecordedEvent } from '../../application/ports/event-store'
import { eventJson } from '../http/event-json'
import { type Answering, administer, withExample, withJson } from './command-kit'
import { eachEvent } from './each-event'
import { type HistoryOptions, queryOf, withHistoryOptions } from './history-options'
import { lineOf } from './table'
import type { Terminal } from './terminal'

/** Of position, time, type and actor; the stream stands last. */
const widths = [8, 24, 28, 18]

export function historyCommand(terminal: Terminal): Command {
  const history = withHistoryOptions(withJson(new Command('history')))
    .description('what has happened, oldest first; as JSON a line each')
    .option('--follow', 'goes on with what happens from now on, until Ctrl-C')
    .action(async ({ json, ...options }: Answering & HistoryOptions) => {
      if (json !== true) terminal.print(lineOf(['position', 'created', 'type', 'actor', 'stream'], widths))
      await terminal.interruptible((signal) =>
        administer(terminal, ({ useCases }) => {
          const print = (event: RecordedEvent) =>
            terminal.print(json === true ? JSON.stringify(eventJson(event)) : asLine(event))
          return eachEvent(useCases, terminal, queryOf(options), options, print, signal)
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
