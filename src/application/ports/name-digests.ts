/** Names as they stand in stream names: digests of their comparable forms. */
export interface NameDigests {
  /** SHA-256, lower-case hex. */
  project(comparableName: string): string
  /** Keyed by the master key, so that nobody can try names against the history. Lower-case hex. */
  user(comparableName: string): string
}
