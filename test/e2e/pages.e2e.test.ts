import { tokenIdOf } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { upload } from '../support/upload'

/** Lists are bare arrays, with the next page in `Link: …; rel="next"`: followed to the end, they are whole. */

// A hundred imports, on a machine that may be busy.
jest.setTimeout(60_000)

const items = 101
const csv = 'age\n63\n'
const definition =
  '<DatasetDefinition><Columns><Column Name="age" Type="integer"/></Columns></DatasetDefinition>'

let running: RunningService
const ids: { readonly tokens: string[]; readonly datasets: string[] } = { tokens: [], datasets: [] }
beforeAll(async () => {
  running = await runService()
  for (const user of ['jdoe', 'asmith']) await running.provisionUser(user)
  const own = await running.provisionProject('Own', 'jdoe')
  const other = await running.provisionProject('Other', 'asmith')
  const importOne = async () => {
    const token = await running.issueToken({ projectId: own, user: 'jdoe' })
    const { body } = await upload({ url: running.url, token, csv, definition, order: 'definition-first' })
    ids.tokens.push(tokenIdOf(token))
    ids.datasets.push(String(body.import_id))
  }
  for (let item = 0; item < items; item++) await importOne()
  const token = await running.issueToken({ projectId: other, user: 'asmith' })
  await upload({ url: running.url, token, csv, definition })
})
afterAll(() => running.end())

type Item = Readonly<Record<string, unknown>>

async function pagesOf(path: string, jwt: string): Promise<readonly (readonly Item[])[]> {
  const pages: (readonly Item[])[] = []
  for (let next: string | undefined = running.url + path; next !== undefined; ) {
    const answer: Response = await fetch(next, { headers: { authorization: `Bearer ${jwt}` } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    pages.push((await answer.json()) as readonly Item[])
    next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
  }
  return pages
}

test.each([
  ['/management/provision/uploadtoken?project=1&user=jdoe&state=imported', 'token_id', 'tokens'],
  ['/management/provision/dataset?project=1&user=jdoe', 'id', 'datasets'],
  ['/-/dataset?project=1', 'id', 'datasets'],
] as const)('GET %s', async (path, id, what) => {
  const jwt = path.startsWith('/-/') ? await running.dataJwt('jdoe') : await running.managementJwt()
  const pages = await pagesOf(path, jwt)
  expect(pages.map(({ length }) => length)).toEqual([100, 1])
  expect(
    pages
      .flat()
      .map((item) => item[id])
      .sort(),
  ).toEqual([...ids[what]].sort())
})

test.each(['user', 'project'])(
  'GET /management/provision/%s: all of them on one page, as the manual has it',
  async (what) => {
    for (let item = 0; item < items; item++) {
      if (what === 'user') await running.provisionUser(`user ${item}`)
      else await running.provisionProject(`Project ${item}`, 'jdoe')
    }
    const [page, ...more] = await pagesOf(`/management/provision/${what}`, await running.managementJwt())
    expect([page?.length, more]).toEqual([items + 2, []])
  },
)
