import { asManager, problem, send, withApp } from './running-app'

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
