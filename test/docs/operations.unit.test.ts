import { variables } from '../../src/infrastructure/composition/variables'
import { variablesTable } from '../../src/infrastructure/composition/variables-table'
import { page, section } from './markdown'

const operations = page('docs/operations.md')
const names = Object.keys(variables)

test('the table of the configuration is that of the decoder (npm run docs:variables)', () =>
  expect(section(operations, 'Configuration')).toContain(
    `<!-- variables: made by npm run docs:variables -->\n\n${variablesTable()}\n\n<!-- end of variables -->`,
  ))

/** Read by the command line alone. */
const ofCommands = ['APERTURE_TOKEN']

test('the pages name no variable that is not read', () => {
  for (const file of ['README.md', 'docs/architecture.md', 'docs/events.md', 'docs/operations.md']) {
    const named = [...page(file).text.matchAll(/APERTURE_[A-Z_]+/g)].map(([name]) => name)
    expect(named.filter((name) => ![...names, ...ofCommands].includes(name))).toEqual([])
  }
})
