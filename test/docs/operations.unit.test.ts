import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readConfig } from '../../src/infrastructure/composition/config'
import { codeIn, page, repository, section, tableIn } from './markdown'

const operations = page('docs/operations.md')

const documented = tableIn(section(operations, 'Configuration')).flatMap(([variables = '']) =>
  codeIn(variables),
)

/** Every variable that stands anywhere in the code that reads them. */
const inCode = [
  ...readFileSync(path.join(repository, 'src/infrastructure/composition/config.ts'), 'utf8').matchAll(
    /'(APERTURE_[A-Z_]+)'/g,
  ),
].map(([, name]) => name ?? '')

test('every variable of the page is read', () => {
  const unread = documented.filter((name) => {
    const reading = readConfig({ [name]: '' })
    return reading.outcome === 'read' && reading.unknownVariables.includes(name)
  })
  expect(unread).toEqual([])
  expect(documented.length).toBeGreaterThan(15)
})

test('every variable that is read is on the page, each once', () => {
  const files = ['APERTURE_MASTER_KEY', 'APERTURE_MANAGEMENT_SECRET', 'APERTURE_DATA_SECRET'].map(
    (name) => `${name}_FILE`,
  )
  expect([...documented].sort()).toEqual([...new Set([...inCode, ...files])].sort())
})

test('the other pages name no variable that is not read', () => {
  for (const file of ['README.md', 'docs/architecture.md', 'docs/events.md']) {
    const named = [...page(file).text.matchAll(/APERTURE_[A-Z_]+/g)].map(([name]) => name)
    expect(named.filter((name) => !documented.includes(name))).toEqual([])
  }
})
