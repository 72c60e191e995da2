import { runLine, type ServiceProcess, startService, type Variables } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { blocksOf, page } from './markdown'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

/** Installing, and what other suites run. */
const notRunHere = ['npm ci && npm start', 'npm ci && npm test']

const addressInReadme = 'http://127.0.0.1:8080'

/** The commands of the page in their order, each as one line. */
const commands = blocksOf(page('README.md'), 'sh')
  .flatMap((block) => block.replaceAll('\\\n', ' ').trim().split('\n'))
  .filter((line) => !notRunHere.includes(line))

let directory: TemporaryDirectory
let variables: Variables
let service: ServiceProcess

beforeAll(async () => {
  directory = await temporaryDirectory()
  variables = { APERTURE_DATA_DIR: directory.path }
  service = await startService(variables, ['npm', 'start'])
  await until(() => service.stdout().includes('\ncurl '))
})
afterAll(async () => {
  await service.stop()
  await directory.remove()
})

const typed = (line: string) => runLine(line.replaceAll(addressInReadme, service.url), variables)

const whatComes: readonly (readonly [does: RegExp, answer: RegExp])[] = [
  [/^npm run aperture -s -- token issue/, /^[0-9a-f-]{36}\.[\w-]{43,}\n$/],
  [/^npm run aperture -s -- jwt data/, /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/],
  [/^npm run aperture -s -- jwt management/, /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/],
  [/^curl .*external_dataset_import$/, /^\{"status":"imported",.*"rows":303,/],
  [/^curl .*\/-\/dataset\/external\//, /^patient,age,.*\np1[a-z2-7]{26},60-69,/],
  [/^curl .*audit\/events$/, /"type":"DatasetImported\.v1"/],
  [/^curl .*provision\/uploadtoken$/, /^\{"status":"issued","token":"/],
]

test('the page has these commands and no others', () =>
  expect(commands.map((line) => whatComes.findIndex(([does]) => does.test(line)))).toEqual([
    ...whatComes.keys(),
  ]))

test('each command does what the page says, as it stands there', async () => {
  for (const [at, line] of commands.entries()) expect(await typed(line)).toMatch(whatComes[at]?.[1] ?? /^$/)
})

test('what the page leaves to others is there', () => {
  const blocks = blocksOf(page('README.md'), 'sh').map((block) => block.trim())
  expect(blocks).toEqual(expect.arrayContaining(notRunHere))
})
