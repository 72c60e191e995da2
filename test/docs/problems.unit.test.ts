import { problemsPage } from '../../src/interfaces/http/openapi/problems-page'
import { problems } from '../../src/interfaces/http/problems'
import { codeIn, page, tableIn } from './markdown'

const written = page('docs/problems.md')

test('the page is that of the table of problems (npm run docs:problems)', () =>
  expect(written.text).toBe(problemsPage()))

test('every code is on the page once', () => {
  const codes = tableIn(written.text).map(([code = '']) => codeIn(code).join())
  expect([...codes].sort()).toEqual(Object.keys(problems).sort())
})
