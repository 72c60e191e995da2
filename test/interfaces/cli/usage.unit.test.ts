import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { apertureProgram } from '../../../src/interfaces/cli/program'
import type { Terminal } from '../../../src/interfaces/cli/terminal'
import { temporaryDirectory } from '../../support/temporary-directory'
import { mustNotOpen, typed } from './fake-terminal'

test.each([
  '',
  'jwt',
  'token',
  'user',
  'project',
  'audit',
  'key',
  'bogus',
  'jwt bogus',
  'audit verify',
  'jwt data',
  'jwt data --user=',
  'jwt management extra',
  'jwt management --bogus',
  'jwt management --expires-in 0',
  'jwt management --expires-in 1.5',
  'jwt management --identity a/b',
  'token issue --user jdoe',
  'token issue --project 7',
  'token issue --project x --user jdoe',
  'token issue --project 0 --user jdoe',
  'token issue --project 7 --user jdoe --kind bogus',
  'token issue --project 7 --user jdoe --expires-in -5',
  'token issue --project 7 --user jdoe --max-rows 0',
  'token show',
  'token show 7',
  'token revoke 3F0C9A52-6F0E-4A3B-9A4C-1D2E3F405162',
  'user add',
  'user deactivate',
  'user list jdoe',
  'project add Heart',
  'project add --owner jdoe',
  'project show heart',
  'project change',
  'project change 0',
  'project change 1 --description',
  'project retire 1.5',
  'history --from x',
  'history --limit 0',
  'audit export --from -1',
  'audit export --follow',
  'key generate --directory',
  'serve now',
  'check --csv table.csv',
  'check --definition definition.xml',
  'check --definition definition.xml --csv table.csv --kind bogus',
  'upload --url http://localhost --csv table.csv --token t',
  'upload --url http://localhost --definition definition.xml --token t',
  'upload --definition definition.xml --csv table.csv --token t',
  'upload --url localhost --definition definition.xml --csv table.csv --token t',
  'upload --url ftp://localhost --definition definition.xml --csv table.csv --token t',
  'upload --url http://localhost?token=t --definition definition.xml --csv table.csv',
  'upload --url http://localhost --definition definition.xml --csv table.csv',
  'completion',
  'completion tcsh',
])('wrong usage opens nothing, and is exit code 2: %j', async (line) => {
  const told = await typed(line, {}, mustNotOpen)
  expect([told.code, told.out]).toEqual([2, []])
  expect(told.complaints.join('\n')).not.toBe('')
})

test.each([
  [['user', 'add', ' x\u0007']],
  [['user', 'add', 'x'.repeat(201)]],
  [['project', 'add', ' ', '--owner', 'jdoe']],
  [['project', 'add', 'Heart', '--owner', 'jdoe', '--description', 'x'.repeat(2_001)]],
])('a text that no body over HTTP may hold is wrong usage, too: %j', async (words) => {
  const told = await typed(words, {}, mustNotOpen)
  expect([told.code, told.complaints.join('\n')]).toEqual([2, expect.stringMatching(/It must be a text of/)])
})

const commandsBelow = (command: Command, before: readonly string[]): readonly string[] =>
  command.commands.flatMap((sub) => {
    const words = [...before, sub.name()]
    return [words.join(' '), ...commandsBelow(sub, words)]
  })

/** The program builds its commands without a look at its terminal. */
const allCommands = commandsBelow(apertureProgram({} as Terminal), [])

test('these commands there are', () =>
  expect(allCommands).toEqual([
    'serve',
    ...['user', 'user add', 'user list', 'user deactivate'],
    ...['project', 'project add', 'project list', 'project show', 'project change', 'project retire'],
    ...['token', 'token issue', 'token show', 'token revoke'],
    'history',
    ...['audit', 'audit export'],
    ...['key', 'key generate'],
    ...['jwt', 'jwt management', 'jwt data'],
    'check',
    'upload',
    'completion',
  ]))

/** Of these the example stands over files and a service: end-to-end tests type it. */
const typedElsewhere = ['upload']

test.each(['', ...allCommands])('%s --help has an example that can be typed', async (command) => {
  const help = await typed(`${command} --help`, {}, mustNotOpen)
  expect([help.code, help.complaints]).toEqual([0, []])
  const example = /^Example: aperture (.+)$/m.exec(help.out.join('\n'))?.[1] ?? ''
  expect(example.startsWith(command) || !allCommands.includes(command)).toBe(true)
  if (!typedElsewhere.includes(command)) expect((await typed(example)).code).toBe(0)
})

/** What `serve` prints is a log of JSON lines, and what `completion` prints is for a shell. */
const withoutAnswer = ['serve', 'completion']

const answering = allCommands.filter(
  (command) =>
    !withoutAnswer.includes(command) && !allCommands.some((other) => other.startsWith(`${command} `)),
)

test.each(answering)('%s --json answers machines', async (command) => {
  expect((await typed(`${command} --help`)).out.join('\n')).toMatch(/--json +as JSON, for machines/)
})

describe('an export target', () => {
  const account = { host: 'sftp.example', port: 22, user: 'in', path: '/in' }

  async function changedBy(content: string) {
    const directory = await temporaryDirectory()
    const file = path.join(directory.path, 'target.json')
    await writeFile(file, content)
    const told = await typed(['project', 'change', '7', '--export-target', file])
    await directory.remove()
    return told
  }

  test('is read from a file, with its secret', async () => {
    const told = await changedBy(JSON.stringify({ ...account, password: 'open sesame' }))
    const exportTarget = { ...account, credential: { kind: 'password', password: 'open sesame' } }
    expect(told.calls).toEqual([['changeProject', 7, { exportTarget }, expect.anything()]])
  })

  test.each(['{', '{}', JSON.stringify({ ...account, port: 0, password: 'open sesame' })])(
    'that is none is told without what it holds: %s',
    async (content) => {
      const told = await changedBy(content)
      expect([told.code, told.calls, told.complaints]).toEqual([
        1,
        [],
        [
          'The file of --export-target must be an object of host, port, user, path, and either password or key.',
        ],
      ])
    },
  )

  test('whose file is not there is told without its name', async () => {
    const told = await typed('project change 7 --export-target /nowhere/target.json')
    expect([told.code, told.complaints]).toEqual([
      1,
      ['The file of --export-target is not there: name one that this user may read.'],
    ])
  })
})
