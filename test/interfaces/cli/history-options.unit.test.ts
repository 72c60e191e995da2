import { typed } from './fake-terminal'

const id = '3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162'
const filters = `--project 7 --user jdoe --kind external --dataset ${id} --token ${id} --since 2031-05-17T08:00:00Z --until 2031-05-17T11:00:00+02:00`
const eight = Date.parse('2031-05-17T08:00:00Z')
const query = {
  projectId: 7,
  user: 'jdoe',
  kind: 'external',
  datasetId: id,
  tokenId: id,
  since: eight,
  until: eight + 3_600_000,
}

test.each(['history', 'audit export'])('%s asks for what its options choose', async (command) => {
  const asked: unknown[] = []
  const replayHistory = async function* (...given: unknown[]) {
    asked.push(given)
    yield* []
  }
  expect((await typed(`${command} --from 12 --limit 5 ${filters}`, { replayHistory })).code).toBe(0)
  expect((await typed(command, { replayHistory })).code).toBe(0)
  expect(asked).toEqual([
    [12n, 5, query],
    [null, Number.MAX_SAFE_INTEGER, {}],
  ])
})

test.each([
  '--project heart',
  '--kind TokenIssued',
  '--dataset 7',
  '--token 7',
  '--since yesterday',
  '--until 8',
])('not by %s', async (option) => expect((await typed(`history ${option}`)).code).toBe(2))
