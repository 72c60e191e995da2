import type { Terminal } from './terminal'

const longestToken = 1_000

/** From the option, the environment or standard input, the first that has one; `null`: none has. */
export async function findToken(
  { variable, input }: Pick<Terminal, 'variable' | 'input'>,
  option: string | undefined,
): Promise<string | null> {
  const given = option ?? variable('APERTURE_TOKEN')
  if (given === undefined && input.isTerminal) return null
  const token = (given ?? (await input.read(longestToken))).trim()
  // White space in the middle would end the field of the form.
  return token === '' || /[^\x21-\x7e]/.test(token) ? null : token
}
