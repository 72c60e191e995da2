import { Command } from 'commander'
import { userJson } from '../http/user-json'
import { each, thingName, userName } from './arguments'
import { type Answering, administer, answer, done, withExample, withJson, withLists } from './command-kit'
import { tableOf } from './table'
import type { Terminal } from './terminal'

export function userCommand(terminal: Terminal): Command {
  const add = withJson(new Command('add'))
    .description('provisions a user')
    .argument('<name>', 'the name, which never changes', userName)
    .option('--group <names...>', 'the groups that the user is a member of', each(thingName))
    .action(async (name: string, { group = [], ...options }: Answering & { group?: readonly string[] }) => {
      await administer(terminal, async ({ useCases }, metadata) =>
        done(await useCases.provisionUser({ name, groups: group }, metadata)),
      )
      answer(terminal, options, { status: 'provisioned', user: name }, () => `Provisioned: ${name}`)
    })
  const list = withJson(new Command('list'))
    .description('the provisioned users')
    .action(async (options: Answering) => {
      const users = (await withLists(terminal, ({ listUsers }) => listUsers())).map(userJson).sort(byName)
      answer(terminal, options, users, () =>
        tableOf(
          ['user', 'groups', 'state'],
          users.map(({ user, groups, active }) => [
            user ?? '(erased)',
            groups.join(', '),
            active ? 'active' : 'deactivated',
          ]),
        ),
      )
    })
  const deactivate = withJson(new Command('deactivate'))
    .description("refuses a user's tokens and reading from now on")
    .argument('<name>', 'the provisioned name', userName)
    .action(async (name: string, options: Answering) => {
      await administer(terminal, async ({ useCases }, metadata) =>
        done(await useCases.deactivateUser(name, metadata)),
      )
      answer(terminal, options, { status: 'deactivated' }, () => `Deactivated: ${name}`)
    })
  return withExample(new Command('user').description('people'), 'user add jdoe')
    .addCommand(withExample(add, 'user add jdoe --group cardiology research'))
    .addCommand(withExample(list, 'user list'))
    .addCommand(withExample(deactivate, 'user deactivate jdoe'))
}

interface Named {
  readonly user: string | null
}

/** The same everywhere, whatever the language of the terminal; those whose names have been erased come last. */
function byName({ user: one }: Named, { user: other }: Named): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  if (one === other) return 0
  return one < other ? -1 : 1
}
