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

/** One row of the table of problems: all that a client is told of refusals with one code. */
export interface ProblemRow<Refusal> {
  readonly status: number | Readonly<Record<Place, number>>
  readonly title: string
  /** A sentence or two that say what to do. Never a cell, a token, a name in the file, or a name of a file. */
  readonly detail: (refusal: Refusal) => string
  readonly members?: (refusal: Refusal) => Readonly<Record<string, unknown>>
  readonly headers?: (refusal: Refusal) => Readonly<Record<string, string>>
  readonly advice?: Advice | ((refusal: Refusal, now: number) => Advice)
}

/** Every problem of an upload says what to do with its token. */
export type UploadProblemRow<Refusal> = ProblemRow<Refusal> & Required<Pick<ProblemRow<Refusal>, 'advice'>>

export const listed = (words: readonly string[]): string => words.join(', ')
