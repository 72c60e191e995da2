/**
 * How long clients are waited for, in milliseconds. Only the time counts in which it is the client that is waited
 * for; while the service holds it back, for its disk or a worker, or commits, the clock stands still.
 */
export interface ClientPatience {
  /** For the whole head of a request, counted from the connection's first instant. Node's own check. */
  readonly headMs: number
  /** For the token of an upload. */
  readonly tokenMs: number
  /** Over which an upload sends at least `leastBytesASecond`, and within which a small body is whole. */
  readonly idleMs: number
  /** For a whole upload. */
  readonly uploadMs: number
  /**
   * For the next piece of an answer to be taken. Longer than the others: what a slow reader takes is seen only when
   * the system's buffer of the connection has room again, and that may hold megabytes.
   */
  readonly answerMs: number
}

/** An upload that sends less, over `idleMs`, holds its slot for nothing. */
export const leastBytesASecond = 1024

export const clientPatience = (limits: {
  readonly uploadIdleSeconds: number
  readonly uploadMaxSeconds: number
}): ClientPatience => ({
  headMs: 15_000,
  tokenMs: 10_000,
  idleMs: limits.uploadIdleSeconds * 1_000,
  uploadMs: limits.uploadMaxSeconds * 1_000,
  answerMs: 300_000,
})
