import type { ProblemCode } from '../problem-table'
import type { DocumentedMethod, OpenApiDocument, OperationObject } from './document-types'

/** An operation with its place in the document. */
export interface PlacedOperation {
  readonly path: string
  readonly method: DocumentedMethod
  readonly operation: OperationObject
}

/** The operations that have a meaning of their own: HEAD and OPTIONS are answered everywhere alike. */
export const placedOperations = ({ paths }: OpenApiDocument): readonly PlacedOperation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    (Object.entries(item) as readonly (readonly [DocumentedMethod, OperationObject])[])
      .filter(([method]) => method !== 'head' && method !== 'options')
      .map(([method, operation]) => ({ path, method, operation })),
  )

interface AnsweredExample {
  readonly status: number
  readonly code: string
  readonly summary: string
  readonly example: { readonly retry?: string }
}

/** The problems that one operation answers, each with its example. */
export const problemsIn = ({ responses }: OperationObject): readonly AnsweredExample[] =>
  Object.entries(responses).flatMap(([status, { content = {} }]) =>
    Object.entries(content['application/problem+json']?.examples ?? {}).map(([code, { summary, value }]) => ({
      status: Number(status),
      code,
      summary,
      example: value as AnsweredExample['example'],
    })),
  )

export interface Occurrence extends PlacedOperation {
  readonly status: number
  /** Whether a client is told what its token is still good for. */
  readonly isOfUpload: boolean
}

/** Where a problem occurs. Empty: at an address or with a method that no operation has. */
export const occurrencesOf = (document: OpenApiDocument, code: ProblemCode): readonly Occurrence[] =>
  placedOperations(document).flatMap((placed) =>
    problemsIn(placed.operation)
      .filter((problem) => problem.code === code)
      .map(({ status, example }) => ({ ...placed, status, isOfUpload: example.retry !== undefined })),
  )
