import fc from 'fast-check'
import { admissions } from '../../src/application/admissions'
import type { EventStore } from '../../src/application/ports/event-store'
import type { ReadModels } from '../../src/application/ports/read-models'
import { type ProjectStatistics, showStatistics } from '../../src/application/show-statistics'
import { memoryEventStore } from '../../src/infrastructure/memory/event-store'
import { type ReadModelsFile, readModelsFile } from '../infrastructure/sqlite/read-models-file'
import { bringUpToDate } from './projections/catching-up'
import { preparedModels, record, uuid } from './projections/history'
import { day, type Happening, happeningsOf, hour, type Life, life, now, recounted } from './token-lives'

const asRecounted = ({ projectId, day: on, tokens, imports, rows, bytes }: ProjectStatistics) => ({
  key: `${projectId} ${on}`,
  tokens: Object.fromEntries(Object.entries(tokens).filter(([, count]) => count > 0)),
  imports: Object.fromEntries(imports.map(({ kind, outcome, count }) => [`${kind} ${outcome}`, count])),
  rows,
  bytes,
})

const statisticsOf = (models: ReadModels, under = admissions(1)) =>
  showStatistics({ models, upToDate: async () => {}, clock: () => now, admissions: under })

async function historyOf(happenings: readonly Happening[]): Promise<EventStore> {
  let at = 0
  const store = memoryEventStore({ clock: () => at })
  for (const each of happenings.toSorted((a, b) => a.at - b.at)) {
    at = each.at
    await record(store, each.event)
  }
  return store
}

const hours = fc.option(
  fc.nat({ max: 100 }).map((n) => n * hour),
  { nil: undefined },
)

describe('statistics', () => {
  let file: ReadModelsFile
  beforeAll(async () => {
    file = await readModelsFile()
  })
  afterAll(() => file.remove())

  test('are what a plain recount of the history comes to, also from models that were made again', async () => {
    const inFile = await file.open()
    let run = 0
    const property = fc.asyncProperty(
      fc.array(life, { maxLength: 12 }),
      hours,
      hours,
      fc.boolean(),
      async (lives, since, until, byDay) => {
        const store = await historyOf(lives.flatMap(happeningsOf))
        const period = {
          ...(since === undefined ? {} : { since }),
          ...(until === undefined ? {} : { until }),
        }
        const expected = recounted(lives, period, byDay)
        for (const storeId of [`first-${++run}`, `again-${run}`]) {
          await inFile.prepare(storeId)
          if (lives.length > 0) await bringUpToDate(store, inFile)
          expect((await statisticsOf(inFile)({ ...period, byDay })).map(asRecounted)).toStrictEqual(expected)
        }
        const inMemory = await preparedModels()
        if (lives.length > 0) await bringUpToDate(store, inMemory)
        expect((await statisticsOf(inMemory)({ ...period, byDay })).map(asRecounted)).toStrictEqual(expected)
      },
    )
    await fc.assert(property, { numRuns: 40 })
  })

  test('name every state, the imports that there were, and the day where days are told apart', async () => {
    const used: Life = {
      projectId: 1,
      fate: 'imported',
      kind: 'external',
      times: [0, 0, day, day],
      begins: 0,
      rows: 3,
      bytes: 40,
    }
    const models = await preparedModels()
    await bringUpToDate(await historyOf(happeningsOf(used, 1)), models)
    const words = {
      issued: 0,
      receiving: 0,
      committing: 0,
      imported: 0,
      failed: 0,
      revoked: 0,
      expired: 0,
      'not-yet-valid': 0,
    }
    const imports = [{ kind: 'external', outcome: 'imported', count: 1 }]
    expect(await statisticsOf(models)({ byDay: false })).toStrictEqual([
      { projectId: 1, day: null, tokens: { ...words, imported: 1 }, imports, rows: 3, bytes: 40 },
    ])
    expect(await statisticsOf(models)({ byDay: true })).toStrictEqual([
      { projectId: 1, day: '1970-01-01', tokens: { ...words, imported: 1 }, imports: [], rows: 0, bytes: 0 },
      { projectId: 1, day: '1970-01-02', tokens: words, imports, rows: 3, bytes: 40 },
    ])
  })

  test('tell what this node is receiving, in the period of its token', async () => {
    const unused: Life = {
      projectId: 1,
      fate: 'unused',
      kind: 'dataset',
      times: [day, day, day, day],
      begins: 0,
      rows: 0,
      bytes: 0,
    }
    const models = await preparedModels()
    await bringUpToDate(await historyOf([unused, unused].flatMap(happeningsOf)), models)
    const under = admissions(1)
    expect(under.admit(uuid(1_001)).admitted).toBe(true)
    const statistics = statisticsOf(models, under)
    expect(await statistics({ byDay: true })).toMatchObject([
      { day: '1970-01-02', tokens: { issued: 1, receiving: 1 } },
    ])
    expect(await statistics({ byDay: false, until: day })).toStrictEqual([])
  })
})
