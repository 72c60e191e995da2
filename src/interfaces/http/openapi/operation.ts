import type * as t from 'io-ts'
import type { Place } from '../problem-row'
import type { ProblemCode } from '../problem-table'
import type { HeaderName, RequestHeaderName } from './header-fields'
import type { Codec } from './schema-of'

export const groupNames = ['Uploads', 'Management', 'Audit', 'Data', 'Operations'] as const
export type GroupName = (typeof groupNames)[number]

/** Methods that are described; HEAD and OPTIONS follow from these. */
export type DescribedMethod = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface QueryParameter {
  readonly says: string
  readonly codec: Codec
  readonly required?: true
}

/** `whole`: the content is one such value. `line`: one a line. `data`: one an event of a stream. Neither: text or bytes. */
export type Content =
  | { readonly whole: Codec }
  | { readonly line: Codec }
  | { readonly data: Codec }
  | { readonly text: string }
  | { readonly bytes: string }

export interface Answer {
  readonly status: number
  readonly says: string
  /** By media type. Empty: an answer without content. */
  readonly content: Readonly<Record<string, Content>>
  readonly always?: readonly HeaderName[]
  readonly sometimes?: readonly HeaderName[]
}

export interface RequestBody {
  readonly says?: string
  /** By media type. */
  readonly content: Readonly<Record<string, { readonly codec: Codec }>>
}

/** A code that an operation answers; otherwise than its resource has it, with what is told beside it. */
export type AnsweredProblem =
  | ProblemCode
  | {
      readonly code: ProblemCode
      readonly place?: Place
      /** Members of the operation's own. */
      readonly beside?: t.Props
    }

export interface Operation {
  readonly id: string
  readonly summary: string
  readonly says?: string
  readonly credential?: 'management' | 'data'
  readonly query?: Readonly<Record<string, QueryParameter>>
  readonly headers?: readonly RequestHeaderName[]
  readonly body?: RequestBody
  readonly answers: readonly Answer[]
  readonly problems: readonly AnsweredProblem[]
}

/** All that is documented of one path. */
export interface DescribedPath {
  readonly group: GroupName
  /** As its resource has it. */
  readonly path: string
  readonly place?: Place
  /** The named pieces of the path. */
  readonly pieces?: Readonly<Record<string, QueryParameter>>
  readonly operations: Readonly<Partial<Record<DescribedMethod, Operation>>>
  /** Those that HEAD is not answered for, though GET is. */
  readonly withoutHead?: true
  /** What OPTIONS tells beside the methods. */
  readonly options?: t.Props
}

export const asJson = (codec: Codec): Answer['content'] => ({ 'application/json': { whole: codec } })

/** A call of management, as `managed` answers it. */
export const managed = ({ problems, ...operation }: Operation): Operation => ({
  ...operation,
  credential: 'management',
  problems: [
    'unauthenticated',
    'parameter-unsupported',
    ...(operation.query === undefined ? [] : (['parameter-invalid'] as const)),
    'store-unavailable',
    ...problems,
  ],
})

/** A call of management that sends a JSON body, as `managedWithBody` answers it. */
export const managedWithBody = (
  { problems, ...operation }: Operation,
  body: { readonly codec: Codec },
): Operation =>
  managed({
    ...operation,
    body: { content: { 'application/json': body } },
    problems: [
      'token-in-query',
      'content-encoding',
      'media-type',
      'body-idle',
      'body-too-large',
      'body-invalid',
      ...problems,
    ],
  })
