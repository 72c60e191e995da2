import type { RecordedEvent } from '../../application/ports/event-store'
import { ndjson } from './answer'
import { auditFollowers } from './audit-follow'
import { type AuditQuery, auditParameters, readAuditQuery } from './audit-query'
import { eventJson } from './event-json'
import type { HttpDeps } from './http-deps'
import { addressWith } from './list-page'
import { managed } from './managed'
import { preferredType } from './negotiation'
import { type Resource, shown } from './resource'
import type { Call } from './serve'
import { whileConnected } from './while-connected'

const path = '/management/audit/events'

export function auditRoutes(deps: HttpDeps): readonly Resource[] {
  const follow = auditFollowers(deps)
  const page = auditPage(deps)
  return [
    {
      path,
      methods: shown(
        managed(deps, auditParameters, (call, _manager, given) => {
          const { accept, 'last-event-id': lastEventId } = call.request.headers
          const reading = readAuditQuery(given, oneOf(lastEventId))
          if (reading.outcome === 'refused') return call.refuse(reading.problem)
          const { asked } = reading
          const types = [asked.follow ? 'text/event-stream' : 'application/x-ndjson']
          if (preferredType(accept, types) === null) return call.refuse({ code: 'not-acceptable', types })
          return asked.follow ? follow(call, asked) : page(call, asked, given)
        }),
      ),
    },
  ]
}

/** A line an event. Where there is more to look at, the next page has an address: also behind a page without a line. */
const auditPage =
  (deps: HttpDeps) =>
  async (
    call: Call,
    { query, from, limit }: AuditQuery,
    given: Readonly<Record<string, string | undefined>>,
  ) => {
    const signal = whileConnected(deps, call)
    const { next, events } = await deps.useCases.pageHistory(query, { from, limit }, signal)
    const address = addressWith(`${deps.publicUrl()}${path}`, { ...given, from: String(next) })
    return ndjson(asJson(events()), next === null ? {} : { Link: `<${address}>; rel="next"` })
  }

async function* asJson(events: AsyncIterable<RecordedEvent>) {
  for await (const event of events) yield eventJson(event)
}

const oneOf = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.[0]
