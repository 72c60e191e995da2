import type { ProjectStatistics } from '../../../src/application/show-statistics'
import type { UseCases } from '../../../src/application/use-cases'
import { asManager, now, problem, send, withApp } from './running-app'

const path = '/management/statistics'

const words = { issued: 1, receiving: 0, committing: 0, imported: 2, failed: 0, revoked: 0 }
const tokens = { ...words, expired: 0, 'not-yet-valid': 0 }
const imports = [{ kind: 'external', outcome: 'imported', count: 2 }] as const
const statistics: ProjectStatistics = { projectId: 7, day: null, tokens, imports, rows: 606, bytes: 1_024 }

function answering(...found: readonly ProjectStatistics[]) {
  const asked: unknown[] = []
  const showStatistics: UseCases['showStatistics'] = async (query) => {
    asked.push(query)
    return found
  }
  return { asked, showStatistics }
}

test('GET /management/statistics is a bare array, an item for each project', () => {
  const { asked, showStatistics } = answering(statistics)
  return withApp({ showStatistics }, {}, async (app) => {
    const answer = await send(app, 'GET', path, asManager)
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json'])
    expect(JSON.parse(answer.body)).toEqual([{ project: 7, tokens, imports, rows: 606, bytes: 1_024 }])
    expect(asked).toEqual([{ byDay: false }])
  })
})

test('GET /management/statistics?since=&until=&by=day is an item for each project and day', () => {
  const { asked, showStatistics } = answering({ ...statistics, day: '2031-05-17' })
  return withApp({ showStatistics }, {}, async (app) => {
    const query = 'since=2031-05-17T08:00:00Z&until=2031-05-17T09:00:00Z&by=day'
    const answer = await send(app, 'GET', `${path}?${query}`, asManager)
    expect(JSON.parse(answer.body)).toMatchObject([{ project: 7, day: '2031-05-17' }])
    expect(asked).toEqual([{ since: now, until: now + 3_600_000, byDay: true }])
  })
})

test.each(['since=today', 'until=2031-05-17', 'by=month', 'by=', 'project=1'])('not by %s', (query) =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, 'GET', `${path}?${query}`, asManager)
    expect(answer.status).toBe(400)
    expect(problem(answer).detail).toContain(query.split('=')[0])
  }),
)

test('no credential, no statistics', () =>
  withApp({}, {}, async (app) => {
    expect((await send(app, 'GET', path)).status).toBe(401)
  }))
