import { InvalidConnectionString, parseConnectionString } from '../eventstoredb/connection-string'
import type { Values } from './variables'

/** Where the history is kept. */
export type EventStoreSource =
  | { readonly kind: 'sqlite' }
  /** The string may hold a password. */
  | { readonly kind: 'eventstoredb'; readonly connectionString: string }

type Chosen = Pick<Values, 'APERTURE_EVENT_STORE' | 'APERTURE_STREAM_PREFIX'>

export const eventStoreSource = ({ APERTURE_EVENT_STORE: chosen }: Chosen): EventStoreSource =>
  chosen === 'sqlite' ? { kind: 'sqlite' } : { kind: 'eventstoredb', connectionString: chosen }

/** A sentence for each thing that is wrong with an EventStoreDB; none quotes any part of the string. */
export function eventStoreMistakes(values: Chosen): readonly string[] {
  const source = eventStoreSource(values)
  if (source.kind === 'sqlite') return []
  const mistake = mistakeIn(source.connectionString)
  return [
    ...(mistake === null ? [] : [mistake]),
    ...(values.APERTURE_STREAM_PREFIX === '' ? [emptyPrefix] : []),
  ]
}

/** What is wrong with a connection string, for whoever has set it. */
export const sentenceOfInvalid = ({ message }: InvalidConnectionString): string =>
  `In APERTURE_EVENT_STORE ${message}.`

const emptyPrefix =
  'APERTURE_STREAM_PREFIX must not be empty with EventStoreDB: it keeps the history apart from the events of others.'

function mistakeIn(connectionString: string): string | null {
  try {
    parseConnectionString(connectionString)
    return null
  } catch (fault) {
    if (fault instanceof InvalidConnectionString) return sentenceOfInvalid(fault)
    throw fault
  }
}
