/** Room for so many pieces under way: the sender takes one of it, the receiver gives it back. */
export interface CreditWindow {
  /** Settles when there is room. One caller at a time. */
  take(): Promise<void>
  give(): void
}

export function creditWindow(size: number): CreditWindow {
  let credit = size
  let resume: (() => void) | null = null
  return {
    async take() {
      if (credit === 0) {
        await new Promise<void>((resolve) => {
          resume = resolve
        })
      }
      credit -= 1
    },
    give() {
      credit += 1
      resume?.()
      resume = null
    },
  }
}
