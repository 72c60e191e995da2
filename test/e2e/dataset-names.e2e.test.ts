import { byteForms, filesBelow, sightings } from '../support/byte-scan'
import { manage, readAs } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { upload } from '../support/upload'

let running: RunningService
beforeAll(async () => {
  running = await runService()
  await running.provisionUser('jdoe')
  await running.provisionProject('Names', 'jdoe')
})
afterAll(() => running.end())

test('`Title` and `TableName` are kept beside the bytes, in no event, and go with them', async () => {
  const names = ['title-of-the-table', 'name_of_the_table']
  const [title, tableName] = names
  const definition = `<DatasetDefinition TableName="${tableName}"><Title>${title}</Title>
    <Columns><Column Name="age" Type="integer"/></Columns></DatasetDefinition>`
  const token = await running.issueToken({ projectId: 1, user: 'jdoe' })
  const { body } = await upload({ url: running.url, token, csv: 'age\n63\n', definition })
  const list = await readAs(running, 'jdoe', `${running.url}/-/dataset`)
  expect(await list.json()).toMatchObject([{ id: body.import_id, title, table_name: tableName }])

  const places = () =>
    new Set(sightings(filesBelow(running.directory), byteForms(names)).map(({ where }) => where))
  const beside = [...places()]
  expect(beside.length).toBeGreaterThan(0)
  for (const place of beside) expect(place).toContain(`datasets/${body.import_id}/`)

  const withdrawn = await manage(running, 'DELETE', `dataset/${body.import_id}`)
  expect([withdrawn.status, withdrawn.body]).toEqual([200, { status: 'withdrawn' }])
  expect([...places()]).toEqual([])
  expect(running.logged()).not.toMatch(new RegExp(names.join('|')))
})
