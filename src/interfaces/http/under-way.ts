/** A function whose calls are known while they run. */
export interface Counted<Args extends readonly unknown[], Result> {
  readonly call: (...args: Args) => Promise<Result>
  /** Settles when none of its calls runs. */
  idle(): Promise<void>
}

export function counted<Args extends readonly unknown[], Result>(
  work: (...args: Args) => Promise<Result>,
): Counted<Args, Result> {
  const underWay = new Set<Promise<Result>>()
  return {
    call(...args) {
      const running = work(...args).finally(() => underWay.delete(running))
      underWay.add(running)
      return running
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}
