import type { Appended } from './event-log'

export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** Why the server did not do what it was asked. Both shapes of an error are made of it. */
export type Refusal =
  | { readonly kind: 'access-denied' }
  | { readonly kind: 'unauthenticated' }
  | { readonly kind: 'not-ready' }
  | { readonly kind: 'too-busy' }
  | { readonly kind: 'not-leader'; readonly leader: Endpoint }
  | { readonly kind: 'timeout'; readonly message?: string }
  | { readonly kind: 'internal' }
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'bad-request'; readonly message: string }
  | { readonly kind: 'missing-metadata' }
  | { readonly kind: 'stream-deleted' }

/** What came of an append. */
export type AppendOutcome = Appended | Refusal
