import { CommanderError } from 'commander'
import { EventStoreUnavailable, UnknownStoredEvent } from '../../application/ports/event-store'
import { apertureProgram } from './program'
import { sentenceOf } from './sentence'
import { CommandEnded, CommandRefused, type Terminal } from './terminal'

const refusedOrFailed = 1
const wrongUsage = 2

/** Runs one command: 0 done, 1 refused or failed, 2 wrong usage. */
export async function run(terminal: Terminal, words: readonly string[]): Promise<number> {
  try {
    await apertureProgram(terminal).parseAsync(words, { from: 'user' })
    return 0
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : wrongUsage
    if (fault instanceof CommandEnded) return fault.code
    terminal.complain(fault instanceof CommandRefused ? fault.message : failure(fault))
    return refusedOrFailed
  }
}

/** Messages of faults name paths; class and code don't. */
function failure(fault: unknown): string {
  if (fault instanceof EventStoreUnavailable) return sentenceOf({ code: 'store-unavailable' })
  if (fault instanceof UnknownStoredEvent) return laterHistory(fault)
  const { name, code } = fault as { readonly name?: string; readonly code?: string }
  if (name === 'AbortError') return 'Cancelled.'
  return `The command failed: ${name ?? 'a fault'}${code ? ` (${code})` : ''}.`
}

const laterHistory = ({ storedType }: UnknownStoredEvent): string =>
  `The history holds an event named ${storedType}, which is unknown here: use the version that runs the service.`
