import type { Readiness } from '../../application/readiness'
import type { UploadRefusal } from '../../application/upload-refusal'
import type { Refusal } from '../../application/use-cases'
import type { MemberFault } from './body-codec'
import type { RequestRefusal } from './form-request'
import type { TokenFormRefusal } from './form-token'
import type { Payload, ProblemRow, UploadProblemRow } from './problem-row'

/** What this interface refuses by itself, before or beside the use cases. */
export type RequestProblem =
  | RequestRefusal
  | TokenFormRefusal
  | { readonly code: 'body-invalid'; readonly errors: readonly MemberFault[] }
  | { readonly code: 'parameter-unsupported'; readonly name: string | null }
  | { readonly code: 'parameter-invalid'; readonly name: string; readonly hint: string }
  | { readonly code: 'origin-not-allowed' | 'draining' | 'too-many-followers' }
  | { readonly code: 'not-acceptable'; readonly types: readonly string[] }
  | { readonly code: 'range-not-satisfiable'; readonly bytes: number }
  | { readonly code: 'precondition-failed' }
  | { readonly code: 'path-malformed' | 'not-found' | 'unauthenticated' | 'result-not-found' | 'internal' }
  | { readonly code: 'method-not-allowed'; readonly allowed: readonly string[] }
  | { readonly code: 'not-ready'; readonly reason: Extract<Readiness, { ready: false }>['reason'] }

/** Everything that can be refused here, by its code. */
export type Problem = Refusal | RequestProblem
export type ProblemCode = Problem['code']

/** A type that names several codes at once, as one refusal for each. */
type Split<R extends Problem> = R extends unknown
  ? { readonly [C in R['code']]: Omit<R, 'code'> & { readonly code: C } }[R['code']]
  : never

type ProblemOf<Code extends ProblemCode> = Extract<Split<Problem>, { readonly code: Code }>

type CodeOfUpload =
  | UploadRefusal['code']
  | RequestRefusal['code']
  | 'origin-not-allowed'
  | 'draining'
  | 'internal'

type NamesIn<Content> = Content extends unknown ? keyof Content : never

/** A row whose refusals carry anything has examples of what. */
type Exemplified<Refusal> = [NamesIn<Payload<Refusal>>] extends [never]
  ? unknown
  : { readonly examples: readonly [Payload<Refusal>, ...Payload<Refusal>[]] }

type RowOf<Code extends ProblemCode> = Code extends CodeOfUpload
  ? UploadProblemRow<ProblemOf<Code>>
  : ProblemRow<ProblemOf<Code>>

/** A row for every code: one that is missing fails the build. */
export type ProblemTable = {
  readonly [Code in ProblemCode]: RowOf<Code> & Exemplified<ProblemOf<Code>>
}
