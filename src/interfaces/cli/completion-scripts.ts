export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

interface CompletedWord {
  readonly word: string
  readonly about: string
}

interface CompletedOption extends CompletedWord {
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

export function scriptFor(shell: Shell, commands: readonly CompletedCommand[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands)
    case 'zsh':
      return zsh(commands)
    case 'fish':
      return fish(commands)
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
const pathOf = ({ path }: CompletedCommand): string => path.join(' ')

const pathPatterns = (commands: readonly CompletedCommand[], between: string): string =>
  commands
    .filter(({ path }) => path.length > 1)
    .map((command) => quoted(pathOf(command)))
    .join(between)

/** What may stand behind a command's own words. */
const wordsAfter = ({ subcommands, choices, options }: CompletedCommand): readonly string[] => [
  ...subcommands.map(({ word }) => word),
  ...choices,
  ...options.map(({ word }) => word),
  '--help',
]

/** The options that are followed by a value, each with the words that it can be. */
const valued = (commands: readonly CompletedCommand[]) =>
  commands.flatMap((command) =>
    command.options
      .filter(({ value }) => value !== 'none')
      .map((option) => ({ ...option, behind: quoted(`${pathOf(command)} ${option.word}`) })),
  )

/** An empty reply leaves the word to the shell's own completion of files. */
const bash = (
  commands: readonly CompletedCommand[],
): string => `# aperture: source <(aperture completion bash)
_aperture() {
  local word at=aperture current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
      ${pathPatterns(commands, ' | ')}) at="$at $word" ;;
    esac
  done
  COMPREPLY=()
  case "$at $previous" in
${valued(commands)
  .map(({ behind, choices }) =>
    choices.length === 0
      ? `    ${behind}) return ;;`
      : `    ${behind}) COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$current")); return ;;`,
  )
  .join('\n')}
  esac
  case "$at" in
${commands
  .map(
    (command) =>
      `    ${quoted(pathOf(command))}) COMPREPLY=($(compgen -W ${quoted(wordsAfter(command).join(' '))} -- "$current")) ;;`,
  )
  .join('\n')}
  esac
}
complete -o default -F _aperture aperture`

const zsh = (commands: readonly CompletedCommand[]): string => `#compdef aperture
# aperture: source <(aperture completion zsh)
_aperture() {
  local word at=aperture previous="\${words[CURRENT-1]}"
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
      ${pathPatterns(commands, ' | ')}) at="$at $word" ;;
    esac
  done
  case "$at $previous" in
${valued(commands)
  .map(({ behind, choices }) => {
    const action = choices.length === 0 ? '_files' : `compadd -- ${choices.map(quoted).join(' ')}`
    return `    ${behind}) ${action}; return ;;`
  })
  .join('\n')}
  esac
  case "$at" in
${commands
  .map(
    (command) => `    ${quoted(pathOf(command))}) compadd -- ${wordsAfter(command).map(quoted).join(' ')} ;;`,
  )
  .join('\n')}
  esac
}
compdef _aperture aperture`

const fish = (commands: readonly CompletedCommand[]): string => `# aperture: aperture completion fish | source
function __aperture_at
    set -l at aperture
    for word in (commandline -opc)[2..-1]
        switch "$at $word"
            case ${pathPatterns(commands, ' ')}
                set at "$at $word"
        end
    end
    test "$at" = "$argv[1]"
end
complete -c aperture -f
complete -c aperture -l help -d 'what there is, with an example'
${commands.flatMap(fishLines).join('\n')}`

function fishLines(command: CompletedCommand): readonly string[] {
  const when = `complete -c aperture -n ${quotedForFish(`__aperture_at '${pathOf(command)}'`)}`
  const about = ({ about }: CompletedWord) => `-d ${quotedForFish(about)}`
  return [
    ...command.subcommands.map((sub) => `${when} -a ${sub.word} ${about(sub)}`),
    ...(command.choices.length === 0 ? [] : [`${when} -a ${quotedForFish(command.choices.join(' '))}`]),
    ...command.options.map((option) => {
      const long = `${when} -l ${option.word.replace(/^--/, '')} ${about(option)}`
      if (option.value === 'none') return long
      if (option.value === 'file') return `${long} -r -F`
      return option.choices.length === 0
        ? `${long} -x`
        : `${long} -x -a ${quotedForFish(option.choices.join(' '))}`
    }),
  ]
}

const quotedForFish = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
