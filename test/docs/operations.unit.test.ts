import { variables } from '../../src/infrastructure/composition/variables'
import { variablesTable } from '../../src/infrastructure/composition/variables-table'
import { allPages, page, section } from './markdown'

const operations = page('docs/operations.md')
const names = Object.keys(variables)

test('the table of the configuration is that of the decoder (npm run docs:variables)', () =>
  expect(section(operations, 'Configuration')).toContain(
    `<!-- variables: made by npm run docs:variables -->\n\n${variablesTable()}\n\n<!-- end of variables -->`,
  ))

/** Read by the command line alone. */
const ofCommands = ['APERTURE_TOKEN']

test.each(allPages().map(({ file, text }) => [file, text]))(
  '%s names no variable that is not read',
  (_file, text) => {
    const named = [...text.matchAll(/APERTURE_[A-Z_]+/g)].map(([name]) => name)
    expect(named.filter((name) => ![...names, ...ofCommands].includes(name))).toEqual([])
  },
)
