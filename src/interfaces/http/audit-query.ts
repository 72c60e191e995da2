import type { HistoryQuery } from '../../application/history-query'
import { importKinds } from '../../application/use-cases'
import { asId, asNumber, invalid } from './parameters'
import type { Problem } from './problem-table'
import { parseTime } from './rfc3339'

export const auditParameters = [
  ...(['project', 'user', 'kind', 'dataset', 'token', 'since', 'until'] as const),
  ...(['from', 'limit', 'follow'] as const),
] as const

type Given = Readonly<Partial<Record<(typeof auditParameters)[number], string>>>

export interface AuditQuery {
  readonly query: HistoryQuery
  /** `null`: the beginning. */
  readonly from: bigint | null
  readonly limit: number
  readonly follow: boolean
}

type AuditQueryReading =
  | { readonly outcome: 'read'; readonly asked: AuditQuery }
  | { readonly outcome: 'refused'; readonly problem: Problem }

const defaultLimit = 1_000
const highestLimit = 10_000

/** What an auditor asks for. `lastEventId`: where an interrupted answer goes on, whatever it first began behind. */
export function readAuditQuery(given: Given, lastEventId: string | undefined): AuditQueryReading {
  const { user } = given
  const projectId = readMember(given.project, asNumber)
  const kind = readMember(given.kind, (text) => importKinds.find((known) => known === text) ?? null)
  const datasetId = readMember(given.dataset, asId)
  const tokenId = readMember(given.token, asId)
  const since = readMember(given.since, parseTime)
  const until = readMember(given.until, parseTime)
  const from = readMember(given.from, asPosition)
  const limit = readMember(given.limit, asLimit)
  const follow = readMember(given.follow, asFlag)
  const resumed = follow === true ? readMember(lastEventId, asPosition) : undefined

  if (projectId === null) return refused('project', 'the id of a project')
  if (kind === null) return refused('kind', `one of ${importKinds.join(', ')}`)
  if (datasetId === null) return refused('dataset', 'the id of a dataset or of an import')
  if (tokenId === null) return refused('token', 'the id of a token')
  if (since === null) return refused('since', aTime)
  if (until === null) return refused('until', aTime)
  if (from === null) return refused('from', 'the position of an event')
  if (limit === null) return refused('limit', `a number from 1 to ${highestLimit}`)
  if (follow === null) return refused('follow', 'true or false')
  if (follow === true && limit !== undefined) return refused('limit', 'left out with follow')
  if (resumed === null) return refused('Last-Event-ID', 'the position of an event')

  const query = {
    ...(projectId === undefined ? {} : { projectId }),
    ...(user === undefined ? {} : { user }),
    ...(kind === undefined ? {} : { kind }),
    ...(datasetId === undefined ? {} : { datasetId }),
    ...(tokenId === undefined ? {} : { tokenId }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  }
  return {
    outcome: 'read',
    asked: { query, from: resumed ?? from ?? null, limit: limit ?? defaultLimit, follow: follow ?? false },
  }
}

const refused = (name: string, hint: string) =>
  ({ outcome: 'refused', problem: invalid(name, hint) }) as const

const aTime = 'a time of RFC 3339, such as 2031-05-17T08:00:00Z'

/** `undefined`: it isn't there; `null`: it can't be read. */
const readMember = <Value>(
  text: string | undefined,
  read: (text: string) => Value | null,
): Value | null | undefined => (text === undefined ? undefined : read(text))

/** The positions of the stores are 64 bits wide. */
const asPosition = (text: string): bigint | null => (/^\d{1,20}$/.test(text) ? BigInt(text) : null)

function asLimit(text: string): number | null {
  const limit = asNumber(text)
  return limit === null || limit > highestLimit ? null : limit
}

const asFlag = (text: string): boolean | null => (text === 'true' ? true : text === 'false' ? false : null)
