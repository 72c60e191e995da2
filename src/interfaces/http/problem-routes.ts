import { json, page } from './answer'
import { problemPage } from './docs-page/problem-page'
import { pagePolicy } from './docs-page/style'
import { preferredType } from './negotiation'
import type { OpenApiDocument } from './openapi/document-types'
import { pathPart } from './parameters'
import { problemCodes } from './problem-examples'
import { meaningOf } from './problem-meaning'
import { type Resource, shown } from './resource'

const types = ['text/html', 'application/json'] as const

/** Where the `type` of a problem leads. */
export const problemResource = (document: () => OpenApiDocument): Resource => ({
  path: '/-/problems/:code',
  place: 'address',
  methods: shown((call) => {
    const named = pathPart(call, 'code')
    const code = problemCodes.find((known) => known === named)
    if (code === undefined) return call.refuse({ code: 'not-found' })
    const type = preferredType(call.request.headers.accept, types)
    const meaning = meaningOf(document(), code)
    const headers = { Vary: 'Accept' }
    switch (type) {
      case null:
        return call.refuse({ code: 'not-acceptable', types })
      case 'application/json': {
        const { occurrences, ...told } = meaning
        return json(200, told, headers)
      }
      case 'text/html':
        return page(problemPage(meaning), { ...headers, 'Content-Security-Policy': pagePolicy })
    }
  }),
})
