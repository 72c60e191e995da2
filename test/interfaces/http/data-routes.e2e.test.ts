import type { ListDatasets } from '../../../src/application/list-datasets'
import type { DatasetReading } from '../../../src/application/read-dataset'
import { asManager, asReader, now, problem, send, until, withApp } from './running-app'

const sha256 = 'ab12'.repeat(16)

type Facts = Extract<DatasetReading, { outcome: 'found' }>['facts']

const facts: Facts = {
  datasetId: 'dddddddd-0000-4000-8000-000000000001',
  tokenId: 't-1',
  projectId: 1,
  userId: 'bbbbbbbb-0000-4000-8000-000000000001',
  kind: 'dataset',
  definitionSha256: 'cd34',
  policyVersion: null,
  derivationVersion: 'p1',
  columns: [],
  rows: 1,
  bytes: 5,
  sha256,
  ignored: [],
}

/** A table of these bytes, whatever it is asked for by. */
function tableOf(text: string, found: Facts = facts, bytes = text.length) {
  const asked: unknown[] = []
  let opened = 0
  const readDataset = async (...request: readonly unknown[]): Promise<DatasetReading> => {
    asked.push(request)
    return {
      outcome: 'found',
      facts: found,
      created: now,
      beside: { title: 'Heart', tableName: null, pseudonyms: { domain: 3, columns: [] } },
      table: {
        bytes,
        async *read(start, end) {
          opened += 1
          yield Buffer.from(text.slice(start, end))
        },
      },
      async *rows() {
        opened += 1
        yield []
        yield [['1', null]]
      },
    }
  }
  return { readDataset, asked, opened: () => opened }
}

test('a table is delivered under its digest', () => {
  const { readDataset, asked } = tableOf('id\n1\n')
  return withApp({ readDataset }, {}, async (app) => {
    const answer = await send(app, 'GET', '/-/dataset/dddddddd-0000-4000-8000-000000000001', asReader)
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-length': '5',
        'content-disposition': 'attachment; filename="dddddddd-0000-4000-8000-000000000001.csv"',
        etag: `"${sha256}"`,
        'x-content-type-options': 'nosniff',
      },
      body: 'id\n1\n',
    })
    expect(asked).toEqual([
      [{ datasetId: 'dddddddd-0000-4000-8000-000000000001' }, { userName: 'jdoe' }, 'request-1'],
    ])
  })
})

test('an external dataset is found by its uuid, as it is written', () => {
  const { readDataset, asked } = tableOf('id\n', { ...facts, kind: 'external', uuid: 'canonical' })
  return withApp({ readDataset }, {}, async (app) => {
    const answer = await send(app, 'GET', '/-/dataset/external/%7BABC%7D', asReader)
    expect(answer.headers['content-disposition']).toBe('attachment; filename="canonical.csv"')
    expect(asked).toEqual([[{ uuid: '{ABC}' }, { userName: 'jdoe' }, 'request-1']])
  })
})

test('HEAD tells the same without opening the table', () => {
  const { readDataset, opened } = tableOf('id\n1\n')
  return withApp({ readDataset }, {}, async (app) => {
    const answer = await send(app, 'HEAD', '/-/dataset/dddddddd-0000-4000-8000-000000000001', asReader)
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-length': '5',
        etag: `"${sha256}"`,
      },
      body: '',
    })
    expect(opened()).toBe(0)
  })
})

test.each([
  ['without a credential', {}],
  ["with management's", asManager],
])('nothing is delivered %s', (_what, headers: Record<string, string>) =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, 'GET', '/-/dataset/dddddddd-0000-4000-8000-000000000001', headers)
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(problem(answer).code).toBe('unauthenticated')
  }),
)

test.each([
  ['unknown-dataset', 404],
  ['not-a-reader', 403],
] as const)('%s is %i', (code, status) => {
  const readDataset = async () => ({ outcome: 'refused', refusal: { code } }) as const
  return withApp({ readDataset }, {}, async (app) => {
    const answer = await send(app, 'GET', '/-/dataset/dddddddd-0000-4000-8000-000000000001', asReader)
    expect(answer.status).toBe(status)
    expect(problem(answer)).not.toHaveProperty('retry')
  })
})

test.each([4, 6])('a table that is not as long as it is said to be (%i) never looks whole', (bytes) => {
  const { readDataset } = tableOf('id\n1\n', facts, bytes)
  return withApp({ readDataset }, {}, async (app) => {
    await expect(
      send(app, 'GET', '/-/dataset/dddddddd-0000-4000-8000-000000000001', asReader),
    ).rejects.toThrow()
    await until(() => app.logged.length === 2)
    expect(app.logged[0]).toMatchObject({ level: 'error', message: 'a request failed' })
  })
})

test.each([
  ['application/x-ndjson', 'application/x-ndjson', '{"__proto__":"1","2":null}\n'],
  ['text/html, application/json;q=0.5', 'application/json', expect.stringContaining('"title":"Heart"')],
])('Accept: %s is answered as %s', (accept, type, body) => {
  const columns = ['__proto__', '2'].map((name) => ({ name, type: 'text', action: 'keep' }))
  const { readDataset } = tableOf('id\n1\n', { ...facts, columns })
  return withApp({ readDataset }, {}, async (app) => {
    const answer = await send(app, 'GET', '/-/dataset/dddddddd-0000-4000-8000-000000000001', {
      ...asReader,
      Accept: accept,
    })
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': type, vary: 'Accept' }, body })
  })
})

test('what is on offer is told to whom none of it is acceptable, and nobody is asked', () =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, 'GET', '/-/dataset/dddddddd-0000-4000-8000-000000000001', {
      ...asReader,
      Accept: 'text/html',
    })
    expect(answer.status).toBe(406)
    expect(problem(answer)).toMatchObject({
      code: 'not-acceptable',
      detail: 'Accept one of text/csv, application/x-ndjson, application/json.',
    })
  }))

test('a list leads to its next page, and keeps to its project', () => {
  const asked: unknown[] = []
  const next = '00000000-0000-4000-8000-000000000001'
  const listDatasets: ListDatasets = async (query) => {
    asked.push(query)
    return { outcome: 'listed', datasets: [], next: asked.length === 1 ? next : null }
  }
  return withApp({ listDatasets }, {}, async (app) => {
    const first = await send(app, 'GET', '/-/dataset?project=7', asReader)
    expect(first).toMatchObject({ status: 200, body: '[]\n' })
    expect(first.headers.link).toBe(
      `<https://aperture.example/-/dataset?project=7&after=${next}>; rel="next"`,
    )
    const second = await send(app, 'GET', `/-/dataset?project=7&after=${next}`, asReader)
    expect(second.headers.link).toBeUndefined()
    expect(asked).toEqual([
      { userName: 'jdoe', limit: 100, projectId: 7 },
      { userName: 'jdoe', limit: 100, projectId: 7, after: next },
    ])
  })
})

test.each(['project=x', 'project=0', 'after=d-1', 'before=dddddddd-0000-4000-8000-000000000001', 'after='])(
  '%s asks for no list',
  (query) =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'GET', `/-/dataset?${query}`, asReader)
      expect(answer.status).toBe(400)
      expect(problem(answer).code).toMatch(/^parameter-(invalid|unsupported)$/)
    }),
)
