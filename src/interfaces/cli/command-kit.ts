import type { Command } from 'commander'
import type { EventMetadata } from '../../application/ports/event-store'
import type { Problem } from '../http/problem-table'
import { sentenceOf } from './sentence'
import { type Administration, CommandRefused, type Lists, type OrRefused, type Terminal } from './terminal'

export interface Answering {
  readonly json?: true
}

export const withJson = (command: Command): Command => command.option('--json', 'as JSON, for machines')

export const withExample = (command: Command, line: string): Command =>
  command.addHelpText('after', `\nExample: aperture ${line}`)

/** The answer in one of its two forms. */
export const answer = (terminal: Terminal, { json }: Answering, value: object, text: () => string): void =>
  terminal.print(json === true ? JSON.stringify(value) : text())

/** What was opened, or the end of the command. */
export function opened<Opened>(opening: OrRefused<Opened>): Opened {
  if (opening.outcome === 'refused') throw new CommandRefused(...opening.mistakes)
  return opening
}

/** The result of a use case that did its work, or the end of the command. */
export function done<Done extends { readonly outcome: string }>(
  result: Done | { readonly outcome: 'refused'; readonly refusal: Problem },
): Exclude<Done, { readonly outcome: 'refused' }> {
  if (isRefused(result)) throw new CommandRefused(sentenceOf(result.refusal))
  return result as Exclude<Done, { readonly outcome: 'refused' }>
}

const isRefused = (result: {
  readonly outcome: string
}): result is { readonly outcome: 'refused'; readonly refusal: Problem } => result.outcome === 'refused'

/** Work beside the service; what it changes is told in the history as the command line's. */
export async function administer<T>(
  terminal: Terminal,
  work: (administration: Administration, metadata: EventMetadata) => Promise<T>,
): Promise<T> {
  const { administration } = opened(await terminal.openAdministration())
  try {
    const requestId = administration.newId()
    return await work(administration, {
      correlationId: requestId,
      causationId: requestId,
      actor: { kind: 'cli' },
    })
  } finally {
    await administration.close()
  }
}

export async function withLists<T>(
  terminal: Terminal,
  work: (useCases: Lists['useCases']) => Promise<T>,
): Promise<T> {
  const { lists } = opened(await terminal.openLists())
  try {
    return await work(lists.useCases)
  } finally {
    await lists.close()
  }
}
