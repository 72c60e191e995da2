import { spawnSync } from 'node:child_process'
import { shells } from '../../../src/interfaces/cli/completion-scripts'
import { typed } from './fake-terminal'

const scriptOf = async (shell: string): Promise<string> => (await typed(`completion ${shell}`)).out.join('\n')

const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0

/** What bash would offer behind these words, the last of which is being typed. */
async function offered(line: string): Promise<readonly string[]> {
  const words = line.split(' ')
  const asked = [
    await scriptOf('bash'),
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_aperture',
    'declare -p COMPREPLY',
  ].join('\n')
  const { stdout, stderr } = spawnSync('bash', ['-c', asked], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return [...stdout.matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? '')
}

test.each([
  ['aperture pro', ['project']],
  ['aperture token ', ['issue', 'show', 'revoke', '--help']],
  ['aperture token issue --ki', ['--kind']],
  ['aperture token issue --kind e', ['ephemeral', 'external']],
  ['aperture --help user l', ['list']],
  ['aperture completion z', ['zsh']],
  // Empty, so that the shell completes the names of files.
  ['aperture check --definition sam', []],
  ['aperture user add jdoe --gro', ['--group']],
])('bash completes %j', async (line, words) => expect(await offered(line)).toEqual(words))

test.each(shells.filter(isInstalled))('%s reads its script', async (shell) => {
  const { status, stderr } = spawnSync(shell, ['-n'], { input: await scriptOf(shell), encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})

test.each(shells)('the script for %s knows every command and option', async (shell) => {
  const script = await scriptOf(shell)
  for (const word of [
    'deactivate',
    'retire',
    'export',
    'generate',
    'ephemeral',
    'keyfile-recipient',
    'follow',
  ]) {
    expect(script).toContain(word)
  }
})
