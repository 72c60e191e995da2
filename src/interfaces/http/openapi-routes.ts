import { json } from './answer'
import type { HttpDeps } from './http-deps'
import { openApiDocument } from './openapi/document'
import type { OpenApiDocument } from './openapi/document-types'
import { type Resource, shown } from './resource'

/** What the API says of itself. */
export function openApiRoutes({ version, publicUrl }: HttpDeps): readonly Resource[] {
  const document = madeOnce(() => openApiDocument({ version, publicUrl: publicUrl() }))
  return [
    {
      path: '/-/openapi.json',
      methods: shown(() => json(200, document())),
    },
  ]
}

/** Only a service that listens knows its address. */
function madeOnce(make: () => OpenApiDocument): () => OpenApiDocument {
  let made: OpenApiDocument | null = null
  return () => {
    made ??= make()
    return made
  }
}
