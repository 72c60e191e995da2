import type * as t from 'io-ts'

/** Where what is refused stands: in an upload, in what a request contains, or in the path that it asks for. */
export type Place = 'upload' | 'content' | 'address'

/** What the client of an upload can do next. `seconds`: when it is worth trying again. */
export type Advice =
  | { readonly retry: 'same-token' | 'new-token' | 'never' }
  | { readonly retry: 'later'; readonly seconds: number }

export const sameToken: Advice = { retry: 'same-token' }
export const newToken: Advice = { retry: 'new-token' }
export const never: Advice = { retry: 'never' }
export const later = (seconds: number): Advice => ({ retry: 'later', seconds })

/** What a refusal carries beside its code. */
export type Payload<Refusal> = Refusal extends unknown ? Omit<Refusal, 'code'> : never

/** Members that the problems of one code have beside those of all; one that is `undefined` is left out. */
export interface Told<Refusal> {
  readonly shapes: t.Props
  readonly of: (refusal: Refusal) => Readonly<Record<string, unknown>>
}

export const told = <Shapes extends t.Props, Refusal>(
  shapes: Shapes,
  of: (refusal: Refusal) => t.TypeOfPartialProps<Shapes>,
): Told<Refusal> => ({ shapes, of })

/** One row of the table of problems: all that a client is told of refusals with one code. */
export interface ProblemRow<Refusal> {
  readonly status: number | Readonly<Record<Place, number>>
  readonly title: string
  /** A sentence or two that say what to do. Never a cell, a token, a name in the file, or a name of a file. */
  readonly detail: (refusal: Refusal) => string
  readonly members?: Told<Refusal>
  readonly headers?: (refusal: Refusal) => Readonly<Record<string, string>>
  readonly advice?: Advice | ((refusal: Refusal, now: number) => Advice)
  /**
   * Refusals of every shape that the code comes in. What the documentation says of the row it learns from these;
   * a code whose refusals carry nothing needs none.
   */
  readonly examples?: readonly Payload<Refusal>[]
}

/** Every problem of an upload says what to do with its token. */
export type UploadProblemRow<Refusal> = ProblemRow<Refusal> & Required<Pick<ProblemRow<Refusal>, 'advice'>>

export const listed = (words: readonly string[]): string => words.join(', ')
