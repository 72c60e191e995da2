import type { AnswerWorld } from './answer-world'

/** A request that has the answer of its row. */
export interface Ask {
  /** What stands in the place of the path's pieces. */
  readonly pieces?: Readonly<Record<string, string>>
  readonly query?: string
  /** Beside the credential that the operation asks for; `Authorization` puts another in its place. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | FormData | URLSearchParams
}

/** By operation and status. */
export type Asks = Readonly<
  Record<string, Readonly<Record<number, (world: AnswerWorld) => Ask | Promise<Ask>>>>
>

export const json = (body: unknown, pieces: Ask['pieces'] = {}): Ask => ({
  pieces,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})
