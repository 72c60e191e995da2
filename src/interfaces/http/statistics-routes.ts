import { json } from './answer'
import type { HttpDeps } from './http-deps'
import { managed } from './managed'
import { invalid } from './parameters'
import { type Resource, shown } from './resource'
import { parseTime } from './rfc3339'
import { statisticsJson } from './statistics-json'

/** Counts for reports and bills; the numbers of a running process are metrics. */
export const statisticsRoutes = (deps: HttpDeps): readonly Resource[] => [
  {
    path: '/management/statistics',
    methods: shown(
      managed(deps, ['since', 'until', 'by'], async (call, _manager, given) => {
        const since = given.since === undefined ? undefined : parseTime(given.since)
        const until = given.until === undefined ? undefined : parseTime(given.until)
        if (since === null) return call.refuse(invalid('since', aTime))
        if (until === null) return call.refuse(invalid('until', aTime))
        if (given.by !== undefined && given.by !== 'day') return call.refuse(invalid('by', 'day'))
        const found = await deps.useCases.showStatistics({
          ...(since === undefined ? {} : { since }),
          ...(until === undefined ? {} : { until }),
          byDay: given.by === 'day',
        })
        return json(200, found.map(statisticsJson))
      }),
    ),
  },
]

const aTime = 'a time of RFC 3339, such as 2031-05-17T08:00:00Z'
