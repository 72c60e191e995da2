/** How long others wait before they take care of an import whose process may have come to grief; milliseconds. */
export interface CommitTimes {
  /** Between two looks for what is left to do. */
  readonly everyMs: number
  /** A token that was consumed so long ago and has no outcome is recovered. */
  readonly recoverAfterMs: number
  /** A claim so old whose holder has no outcome may be taken over. */
  readonly takeOverAfterMs: number
  /** Bytes that have been in place so long without an outcome are fenced. */
  readonly fenceAfterMs: number
  /** Staging without a sign of life for so long is removed. */
  readonly silenceMs: number
}

export const commitTimes: CommitTimes = {
  everyMs: 15_000,
  recoverAfterMs: 30_000,
  takeOverAfterMs: 60_000,
  fenceAfterMs: 3_600_000,
  silenceMs: 600_000,
}
