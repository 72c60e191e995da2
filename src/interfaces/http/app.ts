import express, { type ErrorRequestHandler } from 'express'
import { auditRoutes } from './audit-routes'
import { behindAnswers } from './behind'
import { clientAddress } from './client-address'
import { dataRoutes } from './data-routes'
import { datasetRoutes } from './dataset-routes'
import { healthRoutes } from './health-routes'
import type { HttpDeps } from './http-deps'
import { metricsRoutes } from './metrics-routes'
import { openApiRoutes } from './openapi-routes'
import { projectRoutes } from './project-routes'
import { dispatch, type Resource } from './resource'
import { serve } from './serve'
import { statisticsRoutes } from './statistics-routes'
import { tokenRoutes } from './token-routes'
import { uploadRoutes } from './upload-routes'
import { uploadTokenRoutes } from './upload-token-routes'
import { userRoutes } from './user-routes'

export interface HttpApp {
  readonly app: express.Express
  /** Settles when the work behind all answers given so far is done. */
  settled(): Promise<void>
}

const groups = [
  uploadRoutes,
  tokenRoutes,
  userRoutes,
  projectRoutes,
  uploadTokenRoutes,
  datasetRoutes,
  auditRoutes,
  statisticsRoutes,
  dataRoutes,
  healthRoutes,
  metricsRoutes,
  openApiRoutes,
]

/** All that is answered, by path. */
export const resourcesOf = (deps: HttpDeps): readonly Resource[] => groups.flatMap((group) => group(deps))

/** The use cases as an HTTP interface. */
export function httpApp(deps: HttpDeps): HttpApp {
  const behind = behindAnswers(deps.log)
  const served = serve(deps, behind, clientAddress(deps.trustedProxies))
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.disable('query parser')
  app.enable('case sensitive routing')
  app.enable('strict routing')

  for (const resource of resourcesOf(deps)) {
    // `app.all` would make a layer for each of Node's methods.
    app.route(resource.path).all(served(resource.path, dispatch(resource), resource.place))
  }
  app.use(served(null, (call) => call.refuse({ code: 'not-found' })))
  app.use(servedFaults(served))
  return { app, settled: behind.settled }
}

/** Express itself rejects one thing only: a path that can't be decoded. Anything else is a fault. */
const servedFaults =
  (served: ReturnType<typeof serve>): ErrorRequestHandler =>
  (fault, request, response, next) => {
    const handler = served(null, (call) => {
      if (fault instanceof URIError) return call.refuse({ code: 'path-malformed' })
      throw fault
    })
    return handler(request, response, next)
  }
