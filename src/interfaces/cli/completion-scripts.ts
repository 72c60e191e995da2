import { type CompletedCommand, pathOf, pathPatterns, quoted } from './completed-command'
import { fish } from './fish-completion'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

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
