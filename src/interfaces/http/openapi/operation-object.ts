import type { JsonSchema } from '../described'
import type { MediaTypeObject, OperationObject, ParameterObject, ResponseObject } from './document-types'
import { type HeaderName, requestHeaderFields } from './header-fields'
import { headersOf } from './header-objects'
import type {
  Answer,
  AnsweredProblem,
  Content,
  DescribedPath,
  Operation,
  QueryParameter,
  RequestBody,
} from './operation'
import type { ProblemSchemas } from './problem-responses'
import type { Schemas } from './schema-of'

/** `withoutContent`: it answers HEAD. */
export type WrittenOperation = Operation & { readonly withoutContent?: true }

export type WriteOperation = (
  described: DescribedPath,
  operation: WrittenOperation,
  /** That each of its answers may have. */
  sometimes: readonly HeaderName[],
) => OperationObject

/** Operations as OpenAPI has them. */
export function readOperations({ schemaOf }: Schemas, problems: ProblemSchemas): WriteOperation {
  const parameter =
    (place: ParameterObject['in']) =>
    ([name, { says, codec, required }]: readonly [string, QueryParameter]): ParameterObject => ({
      name,
      in: place,
      description: says,
      ...(place === 'path' || required ? { required: true } : {}),
      schema: schemaOf(codec),
    })

  const parametersOf = ({ pieces = {} }: DescribedPath, { query = {}, headers = [] }: Operation) => [
    ...Object.entries(pieces).map(parameter('path')),
    ...Object.entries(query).map(parameter('query')),
    ...headers.map((name): ParameterObject => {
      const { says, schema } = requestHeaderFields[name]
      return { name, in: 'header', description: says, schema }
    }),
  ]

  const mediaType = (content: Content): MediaTypeObject => {
    if ('whole' in content) return { schema: schemaOf(content.whole) }
    if ('line' in content) return { schema: { type: 'string' }, 'x-line-schema': schemaOf(content.line) }
    if ('data' in content)
      return { schema: { type: 'string' }, 'x-event-data-schema': schemaOf(content.data) }
    if ('text' in content) return { schema: { type: 'string', description: content.text } }
    return { schema: { description: content.bytes } }
  }

  const bodyOf = ({ says, content }: RequestBody): NonNullable<OperationObject['requestBody']> => ({
    ...(says === undefined ? {} : { description: says }),
    required: true,
    content: Object.fromEntries(
      Object.entries(content).map(([type, { codec }]): [string, { schema: JsonSchema }] => [
        type,
        { schema: schemaOf(codec) },
      ]),
    ),
  })

  const responseOf = (
    { says, content, always = [], sometimes = [] }: Answer,
    shared: readonly HeaderName[],
  ) => {
    const types = Object.entries(content).map(([type, form]) => [type, mediaType(form)] as const)
    return {
      description: says,
      headers: headersOf(always, [...sometimes, ...shared]),
      ...(types.length === 0 ? {} : { content: Object.fromEntries(types) }),
    }
  }

  return (described, operation, shared): OperationObject => {
    const parameters = parametersOf(described, operation)
    const responses: Readonly<Record<string, ResponseObject>> = {
      ...Object.fromEntries(
        operation.answers.map((answer) => [String(answer.status), responseOf(answer, shared)]),
      ),
      ...problems.responsesOf(problemsOf(described, operation), described.place ?? 'content', shared),
    }
    return {
      operationId: operation.id,
      summary: operation.summary,
      ...(operation.says === undefined ? {} : { description: operation.says }),
      tags: [described.group],
      security: operation.credential === undefined ? [] : [{ [operation.credential]: [] }],
      ...(parameters.length === 0 ? {} : { parameters }),
      ...(operation.body === undefined ? {} : { requestBody: bodyOf(operation.body) }),
      responses: operation.withoutContent ? withoutContent(responses) : responses,
    }
  }
}

/** Those of the operation, and those that any has. */
export const problemsOf = (
  { pieces }: DescribedPath,
  { problems }: Operation,
): readonly AnsweredProblem[] => [
  ...(pieces === undefined ? [] : (['path-malformed'] as const)),
  ...problems,
  'internal',
]

const withoutContent = (responses: Readonly<Record<string, ResponseObject>>) =>
  Object.fromEntries(
    Object.entries(responses).map(([status, { content, ...response }]) => [status, response] as const),
  )
