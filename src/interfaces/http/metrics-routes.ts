import type { HttpDeps } from './http-deps'
import { type Resource, shown } from './resource'

export const metricsRoutes = ({ metrics }: HttpDeps): readonly Resource[] => [
  {
    path: '/-/metrics',
    methods: shown(async () => {
      const { mediaType, text } = await metrics.exposition()
      return { kind: 'whole', status: 200, headers: { 'Content-Type': mediaType }, body: text }
    }),
  },
]
