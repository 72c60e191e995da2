import { sharedPaths } from '../cors'
import type { Place } from '../problem-row'
import type { ProblemCode } from '../problem-table'
import { derivedOperations } from './derived-operations'
import type { DocumentedMethod, OpenApiDocument, OperationObject, PathItem } from './document-types'
import { type HeaderName, preflightHeaders, sharingHeaders } from './header-fields'
import { headersReferredTo } from './header-objects'
import { credentials, groups, introduction } from './introduction'
import type { DescribedPath } from './operation'
import { readOperations, type WrittenOperation } from './operation-object'
import { describedPaths } from './operations'
import { readProblems } from './problem-responses'
import { readSchemas } from './schema-of'

export interface DescribedService {
  readonly version: string
  /** The base of the service's addresses, without a slash at its end. */
  readonly publicUrl: string
}

/** What no operation answers: an address where nothing is, and a method that an address hasn't. */
export const problemsBesideOperations = [
  ['path-malformed', 'content'],
  ['not-found', 'content'],
  ['method-not-allowed', 'content'],
  ['method-not-allowed', 'upload'],
] as const satisfies readonly (readonly [ProblemCode, Place])[]

/** The API in OpenAPI 3.1, made of the tables and codecs that it is served by. */
export function openApiDocument({ version, publicUrl }: DescribedService): OpenApiDocument {
  const schemas = readSchemas()
  const problems = readProblems(schemas)
  const objectOf = readOperations(schemas, problems)

  const pathItem = (described: DescribedPath): PathItem => {
    const operations: readonly (readonly [DocumentedMethod, WrittenOperation])[] = [
      ...Object.entries(described.operations).map(
        ([method, operation]) => [method.toLowerCase() as DocumentedMethod, operation] as const,
      ),
      ...derivedOperations(described),
    ]
    const write = (method: DocumentedMethod, operation: WrittenOperation): OperationObject =>
      objectOf(described, operation, sharedHeadersOf(described, method))
    return Object.fromEntries(operations.map(([method, operation]) => [method, write(method, operation)]))
  }

  const paths = Object.fromEntries(
    describedPaths.map((described) => [templateOf(described.path), pathItem(described)]),
  )
  const besideOperations = problemsBesideOperations.flatMap(([code, place]) =>
    Object.values(problems.responsesOf([code], place, sharingHeaders)).map(
      (response) => [place === 'upload' ? `${code}.upload` : code, response] as const,
    ),
  )
  return {
    openapi: '3.1.0',
    info: { ...introduction, version },
    servers: [{ url: publicUrl }],
    tags: groups,
    paths,
    components: {
      schemas: Object.fromEntries([...schemas.components, ...problems.components]),
      headers: headersReferredTo([
        ...Object.values(paths).flatMap((item) =>
          Object.values(item).flatMap(({ responses }) => Object.values(responses)),
        ),
        ...besideOperations.map(([, response]) => response),
      ]),
      responses: Object.fromEntries(besideOperations),
      securitySchemes: credentials,
    },
  }
}

/** The path of a resource as OpenAPI writes it. */
export const templateOf = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

function sharedHeadersOf({ path }: DescribedPath, method: DocumentedMethod): readonly HeaderName[] {
  if (!sharedPaths.test(path)) return []
  return method === 'options' ? [...sharingHeaders, ...preflightHeaders] : sharingHeaders
}
