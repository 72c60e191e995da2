import { readdir } from 'node:fs/promises'
import { codeIn, page, section, tableIn } from '../docs/markdown'
import { runDemo } from '../support/processes'
import { temporaryDirectory } from '../support/temporary-directory'

// Starts of processes; a busy machine takes its time over each.
jest.setTimeout(60_000)

/** Each event of docs/events.md behind the stream that it belongs to. */
function documentedStreams(): readonly string[] {
  let category = ''
  return tableIn(section(page('docs/events.md'), 'Streams and events')).map(([stream = '', event = '']) => {
    category = codeIn(stream)[0]?.split('-')[0] ?? category
    return `${category} ${codeIn(event).join()}`
  })
}

const chapters = [
  'The table as it arrives',
  'Management provisions a user, a project, and a token',
  'dataset_import',
  'The same token a second time: refused',
  'external_dataset_import',
  'ephemeral_dataset_import',
  'What the history holds',
]

test('`npm run demo` tells its chapters by real answers, ends by itself and leaves nothing behind', async () => {
  const directory = await temporaryDirectory()
  try {
    // npm itself would leave its compiled code there.
    const variables = { TMPDIR: directory.path, NODE_DISABLE_COMPILE_CACHE: '1' }
    const { end, stdout, stderr } = await runDemo(variables)
    expect([end, stderr]).toEqual([0, ''])
    expect(await readdir(directory.path)).toEqual([])

    const headings = [...stdout.matchAll(/^(.+)\n-+$/gm)].map(([, title]) => title ?? '')
    expect(headings.map((title, at) => title.startsWith(chapters[at] ?? '-'))).toEqual(
      chapters.map(() => true),
    )
    // The first patient is 63 with a cholesterol of 233, in the widths that the definition asks for.
    expect(stdout).toMatch(/^"patient1","pseudo1",63,"male",.*,233,/m)
    expect(stdout).toMatch(/^p1[a-z2-7]{26},60-69,typical ang,140-149,200-249,/m)
    expect(stdout).toMatch(/^ {2}age +text +anonymize:numbergroup\(10\)$/m)
    expect(stdout).toMatch(/^409 token-already-used/m)
    expect(stdout).toMatch(/404 result-not-found$/m)
    expect(stdout).toMatch(/EphemeralDatasetDiscarded\.v1 +ephemeralImport-[0-9a-f-]{36}$/m)

    const [, history = ''] = stdout.split('position  type')
    const streams = [...history.matchAll(/(\S+\.v\d+) +([a-zA-Z]+)-/g)].map(
      ([, type, stream]) => `${stream} ${type}`,
    )
    expect(streams.length).toBeGreaterThan(15)
    for (const event of streams) expect(documentedStreams()).toContain(event)
  } finally {
    await directory.remove()
  }
})
