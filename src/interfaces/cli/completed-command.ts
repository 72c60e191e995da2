export interface CompletedWord {
  readonly word: string
  readonly about: string
}

export interface CompletedOption extends CompletedWord {
  readonly choices: readonly string[]
  readonly value: 'none' | 'file' | 'other'
}

export interface CompletedCommand {
  /** Its words from the program's name on. */
  readonly path: readonly string[]
  readonly subcommands: readonly CompletedWord[]
  /** Of its argument. */
  readonly choices: readonly string[]
  readonly options: readonly CompletedOption[]
}

export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
export const pathOf = ({ path }: CompletedCommand): string => path.join(' ')

export const pathPatterns = (commands: readonly CompletedCommand[], between: string): string =>
  commands
    .filter(({ path }) => path.length > 1)
    .map((command) => quoted(pathOf(command)))
    .join(between)
