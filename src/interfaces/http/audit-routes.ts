import type { RecordedEvent } from '../../application/ports/event-store'
import { ndjson } from './answer'
import { eventJson } from './event-json'
import type { HttpDeps } from './http-deps'
import { managed } from './managed'
import { asNumber, invalid } from './parameters'
import { type Resource, shown } from './resource'

const defaultLimit = 1_000
const highestLimit = 10_000

/** The positions of the stores are 64 bits wide. */
const positionForm = /^\d{1,20}$/

export const auditRoutes = (deps: HttpDeps): readonly Resource[] => [
  {
    path: '/management/audit/events',
    methods: shown(
      managed(deps, ['from', 'limit'], (call, _manager, { from, limit: most }) => {
        if (from !== undefined && !positionForm.test(from)) {
          return call.refuse(invalid('from', 'the position of an event'))
        }
        const limit = most === undefined ? defaultLimit : asNumber(most)
        if (limit === null || limit > highestLimit) {
          return call.refuse(invalid('limit', `a number from 1 to ${highestLimit}`))
        }
        const events = deps.useCases.replayHistory(from === undefined ? null : BigInt(from), limit)
        return ndjson(asJson(events))
      }),
    ),
  },
]

async function* asJson(events: AsyncIterable<RecordedEvent>) {
  for await (const event of events) yield eventJson(event)
}
