import type { ManagedDataset } from '../../../src/application/show-datasets'
import type { UseCases } from '../../../src/application/use-cases'
import { asManager, now, problem, send, withApp } from './running-app'

const id = '00000000-0000-4000-8000-000000000001'
const keyfile = `/management/provision/dataset/${id}/keyfile`

test('a keyfile is fetched for a case, in the name of the client', () => {
  const asked: unknown[] = []
  const fetchKeyfile = async (...given: readonly unknown[]) => {
    asked.push(given)
    const read = async function* () {
      yield Buffer.from('age-encryption.org/v1')
    }
    return { outcome: 'found', keyfile: { bytes: 21, read } } as const
  }
  return withApp({ fetchKeyfile }, {}, async (app) => {
    const answer = await send(app, 'GET', `${keyfile}?case=SAE-2031.7`, asManager)
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': '21',
        'content-disposition': `attachment; filename="${id}.keyfile.age"`,
      },
      body: 'age-encryption.org/v1',
    })
    expect(asked).toEqual([[{ datasetId: id, client: 'portal', case: 'SAE-2031.7' }, 'request-1']])
  })
})

test.each(['', '?case=', '?case=two%20words', `?case=${'x'.repeat(65)}`, '?case=a&case=b'])(
  'a case is needed that the history can keep, and %p is none',
  (query) =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'GET', keyfile + query, asManager)
      expect(answer.status).toBe(400)
      expect(problem(answer).code).toBe('parameter-invalid')
    }),
)

test.each(['unknown-dataset', 'keyfile-missing'] as const)('%s is 404', (code) =>
  withApp({ fetchKeyfile: async () => ({ outcome: 'refused', refusal: { code } }) }, {}, async (app) => {
    const answer = await send(app, 'GET', `${keyfile}?case=c`, asManager)
    expect(answer.status).toBe(404)
    expect(problem(answer).code).toBe(code)
  }),
)

test('what is no id asks no one', () =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, 'GET', '/management/provision/dataset/self/keyfile?case=c', asManager)
    expect(problem(answer).code).toBe('unknown-dataset')
  }))

test('no credential, no keyfile', () =>
  withApp({}, {}, async (app) => {
    expect((await send(app, 'GET', `${keyfile}?case=c`)).status).toBe(401)
  }))

const datasets = '/management/provision/dataset'
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

describe('datasets are listed', () => {
  const listed = (n: number): ManagedDataset => ({
    datasetId: idOf(n),
    projectId: 1,
    userId: 'opaque',
    user: 'jdoe',
    uuid: n === 0 ? idOf(900) : null,
    rows: 3,
    bytes: 5,
    importedAt: now,
  })
  const listOf = (length: number) => {
    const asked: unknown[] = []
    const listAllDatasets: UseCases['listAllDatasets'] = async (query) => {
      asked.push(query)
      return Array.from({ length }, (_, n) => listed(n)).slice(0, query.limit)
    }
    return { listAllDatasets, asked }
  }

  test('without the opaque ids of users', () => {
    const { listAllDatasets } = listOf(2)
    return withApp({ listAllDatasets }, {}, async (app) => {
      const answer = await send(app, 'GET', datasets, asManager)
      const facts = { project: 1, user: 'jdoe', rows: 3, bytes: 5, created: '2031-05-17T08:00:00.000Z' }
      expect(JSON.parse(answer.body)).toEqual([
        {
          id: idOf(0),
          kind: 'external',
          uuid: idOf(900),
          url: `https://aperture.example/-/dataset/external/${idOf(900)}`,
          ...facts,
        },
        { id: idOf(1), kind: 'dataset', url: `https://aperture.example/-/dataset/${idOf(1)}`, ...facts },
      ])
      expect(answer.headers.link).toBeUndefined()
    })
  })

  test('a page at a time, which names the next one', () => {
    const { listAllDatasets, asked } = listOf(101)
    return withApp({ listAllDatasets }, {}, async (app) => {
      const answer = await send(app, 'GET', `${datasets}?project=1&user=j%20doe&before=${idOf(7)}`, asManager)
      expect(JSON.parse(answer.body)).toHaveLength(100)
      expect(answer.headers.link).toBe(
        `<https://aperture.example${datasets}?project=1&user=j+doe&before=${idOf(99)}>; rel="next"`,
      )
      expect(asked).toEqual([{ projectId: 1, user: 'j doe', before: idOf(7), limit: 101 }])
    })
  })

  test.each(['project=x', 'before=self', 'state=issued'])('not by %s', (query) =>
    withApp({}, {}, async (app) => {
      expect((await send(app, 'GET', `${datasets}?${query}`, asManager)).status).toBe(400)
    }),
  )
})

test('a dataset is withdrawn', () =>
  withApp({ withdrawDataset: async () => ({ outcome: 'withdrawn' }) }, {}, async (app) => {
    const answer = await send(app, 'DELETE', `${datasets}/${idOf(1)}`, asManager)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'withdrawn' }])
  }))

test.each([
  ['unknown-dataset', 404],
  ['dataset-withdrawn', 410],
] as const)('one that is refused for %s is %i', (code, status) =>
  withApp({ showDataset: async () => ({ outcome: 'refused', refusal: { code } }) }, {}, async (app) => {
    const answer = await send(app, 'GET', `${datasets}/${idOf(1)}`, asManager)
    expect([answer.status, problem(answer).code]).toEqual([status, code])
  }),
)

test.each(['GET', 'DELETE'])('%s of what is no id asks no one', (method) =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, method, `${datasets}/self`, asManager)
    expect([answer.status, problem(answer).code]).toEqual([404, 'unknown-dataset'])
  }),
)
