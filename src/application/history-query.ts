import type { ImportKind } from '../domain/import-kind'
import { type EventSubject, saidBy, subjectOf } from './event-subject'
import { findUser, type UserLookup } from './find-user'
import type { RecordedEvent } from './ports/event-store'

/** Events that fulfil every member that is there; all of them, where there is none. */
export interface HistoryQuery {
  readonly projectId?: number
  /** A provisioned name; nothing is about one that isn't. */
  readonly user?: string
  /** Of the import that an event is about. */
  readonly kind?: ImportKind
  /** Of a dataset or of an import, which is the same. */
  readonly datasetId?: string
  readonly tokenId?: string
  /** When the event was stored, in milliseconds since 1970: inclusive. */
  readonly since?: number
  /** Exclusive. */
  readonly until?: number
}

export type EventFilter = (event: RecordedEvent) => Promise<boolean>

const members = ['projectId', 'userId', 'kind', 'datasetId', 'tokenId'] as const

/** Whether an event is of the query. Streams are read for those events only whose own members don't tell. */
export async function eventFilter(
  deps: UserLookup,
  { user: name, since, until, ...asked }: HistoryQuery,
): Promise<EventFilter> {
  const user = name === undefined ? undefined : await findUser(deps, name)
  if (user === null) return async () => false
  const wanted: Partial<EventSubject> = { ...asked, userId: user?.userId }
  const counting = members.filter((member) => wanted[member] !== undefined)

  return async ({ event, created }) => {
    if (created < (since ?? created) || (until !== undefined && created >= until)) return false
    const said = saidBy(event)
    const unsaid = counting.filter((member) => said[member] === undefined)
    if (counting.some((member) => !unsaid.includes(member) && said[member] !== wanted[member])) return false
    if (unsaid.length === 0) return true
    const subject = await subjectOf(deps.store, event)
    return unsaid.every((member) => subject[member] === wanted[member])
  }
}
