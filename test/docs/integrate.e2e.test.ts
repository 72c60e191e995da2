import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runAperture, runLine, type ServiceProcess, startService } from '../support/processes'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { type Block, fencedBlocks, page } from './markdown'

// Starts of processes, one of them a compiler's; a busy machine takes its time over each.
jest.setTimeout(180_000)

const blocks = fencedBlocks(page('docs/integrate.md'))
const snippets = blocks.filter(({ name }) => name !== null)
const installing = 'npm ci && npm start'
const commands = blocks.filter(({ language, text }) => language === 'sh' && text.trim() !== installing)

const succeeds = (tool: string, ...words: readonly string[]) => spawnSync(tool, words).status === 0
const dotnetFrom10 = () =>
  Number.parseInt(spawnSync('dotnet', ['--version']).stdout?.toString() ?? '', 10) >= 10

/** What a snippet needs beyond Node, as a reader has it or not. */
const tools = [
  {
    word: 'python3',
    installed: succeeds('python3', '-c', 'import requests'),
    called: 'Python with requests',
  },
  { word: 'dotnet', installed: dotnetFrom10(), called: '.NET 10' },
] as const

const lacking = ({ text }: Block) => tools.find(({ word, installed }) => text.includes(word) && !installed)

const imported = /^303 rows at http:\/\/127\.0\.0\.1:\d+\/-\/dataset\/[0-9a-f-]{36}$/m

/** The commands of the page in their order, by a word of each, and what they print. */
const whatComes: readonly (readonly [does: string, answer: RegExp])[] = [
  ['export JWT=', /^$/],
  [`-d '{ "user"`, /^\{"status":"provisioned","user":"jdoe"\}$/],
  ['Heart study', /^\{"status":"created","id":2\}$/],
  ['provision/uploadtoken', /^\{"status":"issued","token":"[\w.-]+","token_id":"[0-9a-f-]{36}",/],
  ['aperture -s -- check', /^Sound: 303 rows\.$/m],
  ['-/token/dataset_import', /^\{"status":"imported",.*"rows":303,/],
  ['node upload.mjs', imported],
  ['python3 upload.py', imported],
  ['dotnet run upload.cs', imported],
  ['-/token/status', /^\{"status":"imported",.*"rows":303,/],
  ['ephemeral_dataset_import', /^\{"status":"imported",.*"result":\{"url":/],
  ['-/token/result', /^patient,age,.*\np1[a-z2-7]{26},60-69,/],
  ['jwt data', /^\[\{"id":"[0-9a-f-]{36}",.*"project":2,/],
  ['node mint.mjs', /^\[.*\{"user":"jdoe",/],
]

let directory: TemporaryDirectory
let service: ServiceProcess
let printed: ReadonlyMap<Block, string>

beforeAll(async () => {
  directory = await temporaryDirectory()
  const data = path.join(directory.path, 'data')
  service = await startService({ APERTURE_DATA_DIR: data })
  await until(() => service.stdout().includes('\ncurl '))
  for (const { name, text } of snippets) await writeFile(path.join(directory.path, name ?? ''), text)
  printed = await typedInOneTerminal({
    APERTURE_DATA_DIR: data,
    // What .NET keeps goes with the test, and no server of its compiler stays behind.
    DOTNET_CLI_HOME: directory.path,
    XDG_DATA_HOME: directory.path,
    DOTNET_NOLOGO: '1',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    DOTNET_CLI_USE_MSBUILD_SERVER: '0',
    MSBUILDDISABLENODEREUSE: '1',
    UseSharedCompilation: 'false',
  })
})
afterAll(async () => {
  await service.stop()
  await directory.remove()
})

/** What each block of commands printed, run as it stands there, one after the other. */
async function typedInOneTerminal(variables: Readonly<Record<string, string>>) {
  const here = commands.filter((block) => lacking(block) === undefined)
  const line = '=== the next block ==='
  const script = here.map(({ text }) => whereTheyLie(text)).join(`echo '${line}'\n`)
  const outputs = (await runLine(`set -e\n${script}`, variables)).split(`${line}\n`)
  return new Map(here.map((block, at) => [block, outputs[at] ?? '']))
}

const freshToken = async (): Promise<string> => {
  const issued = await runAperture(['token', 'issue', '--project', '2', '--user', 'jdoe'], {
    APERTURE_DATA_DIR: path.join(directory.path, 'data'),
  })
  return issued.stdout.trim()
}

/** The page's address and its files' names, as they are for this test. */
const whereTheyLie = (text: string): string =>
  snippets.reduce(
    (replaced, { name }) => replaced.replaceAll(` ${name}`, ` ${path.join(directory.path, name ?? '')}`),
    text
      .replaceAll('http://127.0.0.1:8080', service.url)
      .replaceAll('data/secrets', path.join(directory.path, 'data', 'secrets')),
  )

test('the page has these commands and no others', () =>
  expect(commands.map(({ text }) => whatComes.findIndex(([does]) => text.includes(does)))).toEqual([
    ...whatComes.keys(),
  ]))

for (const [at, [does, answer]] of whatComes.entries()) {
  const block = commands[at]
  const lacks = block === undefined ? undefined : lacking(block)
  if (lacks !== undefined)
    test.skip(`${does} does what the page says (${lacks.called} isn't installed here)`, () => {})
  else {
    test(`${does} does what the page says, as it stands there`, () =>
      expect(block === undefined ? '' : printed.get(block)?.trim()).toMatch(answer))
  }
}

const named = (name: string): string => snippets.find((snippet) => snippet.name === name)?.text ?? ''
const jsonBlocks = () =>
  blocks.filter(({ language }) => language === 'json').map(({ text }) => JSON.parse(text) as object)

test('upload-dataset.mjs uploads from a page, and learns what became of an upload', async () => {
  expect(named('upload-dataset.mjs')).not.toBe('')
  const program = `
    import { readFileSync } from 'node:fs'
    import { uploadDataset, whatBecameOf } from '${path.join(directory.path, 'upload-dataset.mjs')}'
    const file = (name) => new File([readFileSync('samples/heart-disease/' + name)], name)
    const upload = () =>
      uploadDataset(process.env.APERTURE, process.env.TOKEN, file('patients.xml'), file('patients.csv'))
    const told = [await upload(), await upload(), await whatBecameOf(process.env.APERTURE, process.env.TOKEN)]
    console.log(JSON.stringify(told))`
  const token = await freshToken()
  const file = path.join(directory.path, 'page.mjs')
  await writeFile(file, program)
  const told = JSON.parse(await runLine(`node ${file}`, { APERTURE: service.url, TOKEN: token }))
  expect(told).toMatchObject([
    { imported: true, status: 'imported', dataset: { rows: 303 } },
    { imported: true, code: 'token-already-used', import: { status: 'imported' } },
    { status: 'imported', import: { dataset: { rows: 303 } } },
  ])
})

test('the answers on the page have the members of real ones', async () => {
  const real = [...printed]
    .filter(([{ text }]) => /provision\/(project|uploadtoken)|-\/token\/dataset_import/.test(text))
    .map(([, answer]) => JSON.parse(answer) as object)
  expect(jsonBlocks().map(membersOf)).toEqual(real.map(membersOf))
})

/** Names of members, those of their objects too; of a list's items the first tells. */
const membersOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 1).map(membersOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, membersOf(member)]))
}

test('the definition on the page fits a table of its columns', async () => {
  const definition = path.join(directory.path, 'definition.xml')
  const table = path.join(directory.path, 'table.csv')
  await writeFile(definition, blocks.find(({ language }) => language === 'xml')?.text ?? '')
  await writeFile(table, 'patient,age,gender,chest pain\njane,63,NA,"typical, ang"\n')
  const checked = await runAperture(['check', '--definition', definition, '--csv', table], {})
  expect(checked).toMatchObject({ end: 0, stdout: expect.stringContaining('Sound: 1 row') })
})
