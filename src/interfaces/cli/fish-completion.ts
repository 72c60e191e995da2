import { type CompletedCommand, type CompletedWord, pathOf, pathPatterns } from './completed-command'

export const fish = (
  commands: readonly CompletedCommand[],
): string => `# aperture: aperture completion fish | source
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
