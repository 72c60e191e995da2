import { json, page } from './answer'
import { docsPage } from './docs-page/page'
import { pagePolicy } from './docs-page/style'
import type { HttpDeps } from './http-deps'
import { openApiDocument } from './openapi/document'
import { problemResource } from './problem-routes'
import { type Resource, shown } from './resource'

/** What the API says of itself. */
export function openApiRoutes({ version, publicUrl }: HttpDeps): readonly Resource[] {
  const document = madeOnce(() => openApiDocument({ version, publicUrl: publicUrl() }))
  const docs = madeOnce(() => docsPage(document()))
  return [
    {
      path: '/-/openapi.json',
      methods: shown(() => json(200, document())),
    },
    {
      path: '/-/docs',
      methods: shown(() => page(docs(), { 'Content-Security-Policy': pagePolicy })),
    },
    problemResource(document),
  ]
}

/** Only a service that listens knows its address. */
function madeOnce<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
