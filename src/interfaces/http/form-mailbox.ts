/** Takes what happens as it happens, and gives it to one reader when that asks. */
export interface Mailbox<Letter> {
  put(letter: Letter): void
  take(): Promise<Letter>
}

export function mailbox<Letter>(): Mailbox<Letter> {
  const letters: Letter[] = []
  let wake = () => {}
  return {
    put(letter) {
      letters.push(letter)
      wake()
    },
    async take() {
      for (;;) {
        const letter = letters.shift()
        if (letter !== undefined) return letter
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
