import { Command } from 'commander'
import { listedProjectJson, shownProjectJson } from '../http/project-json'
import { wholeNumber } from './arguments'
import { type Answering, administer, answer, done, withExample, withJson, withLists } from './command-kit'
import { projectAddCommand } from './project-add-command'
import { projectChangeCommand } from './project-change-command'
import { sentenceOf } from './sentence'
import { alignedRows, tableOf } from './table'
import { CommandRefused, type Terminal } from './terminal'

export function projectCommand(terminal: Terminal): Command {
  const list = withJson(new Command('list'))
    .description('the projects in use')
    .action(async (options: Answering) => {
      const projects = (await withLists(terminal, ({ listProjects }) => listProjects())).map(
        listedProjectJson,
      )
      answer(terminal, options, projects, () =>
        tableOf(
          ['id', 'name', 'description'],
          projects.map(({ id, name, description }) => [String(id), name, description]),
        ),
      )
    })
  const show = withJson(new Command('show'))
    .description('a project, its owners and settings')
    .argument('<id>', "the project's number", wholeNumber)
    .action(async (id: number, options: Answering) => {
      const found = await administer(terminal, ({ useCases }) => useCases.showProject(id))
      if (found === null) throw new CommandRefused(sentenceOf({ code: 'unknown-project' }))
      const project = shownProjectJson(found)
      answer(terminal, options, project, () => alignedRows(Object.entries(project).map(asRow)))
    })
  const retire = withJson(new Command('retire'))
    .description("ends a project's imports and frees its name; its datasets stay readable")
    .argument('<id>', "the project's number", wholeNumber)
    .action(async (id: number, options: Answering) => {
      await administer(terminal, async ({ useCases }, metadata) =>
        done(await useCases.retireProject(id, metadata)),
      )
      answer(terminal, options, { status: 'retired' }, () => `Retired: project ${id}`)
    })
  return withExample(new Command('project').description('projects'), 'project list')
    .addCommand(projectAddCommand(terminal))
    .addCommand(withExample(list, 'project list'))
    .addCommand(withExample(show, 'project show 1'))
    .addCommand(projectChangeCommand(terminal))
    .addCommand(withExample(retire, 'project retire 1'))
}

const asRow = ([name, value]: readonly [string, unknown]): readonly string[] => [name, asCell(value)]

function asCell(value: unknown): string {
  if (value === null) return '–'
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
