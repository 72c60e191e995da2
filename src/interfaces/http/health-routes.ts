import { json } from './answer'
import type { HttpDeps } from './http-deps'
import { type Resource, shown } from './resource'

export const healthRoutes = ({ ready }: HttpDeps): readonly Resource[] => [
  {
    path: '/-/health/live',
    methods: shown(() => json(200, { status: 'live' })),
  },
  {
    path: '/-/health/ready',
    methods: shown(async (call) => {
      const readiness = await ready()
      if (readiness.ready) return json(200, { status: 'ready' })
      return call.refuse({ code: 'not-ready', reason: readiness.reason })
    }),
  },
]
