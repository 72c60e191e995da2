import { EventStoreUnavailable } from '../../../src/application/ports/event-store'
import { asManager, problem, type RawAnswer, send, sendJson, until, withApp } from './running-app'

const expectProtected = ({ headers }: RawAnswer) =>
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })

test.each(['GET', 'POST', 'DELETE', 'OPTIONS'])('%s of nothing is a problem', (method) =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, method, '/nothing/here')
    expect(answer.status).toBe(404)
    expect(problem(answer).code).toBe('not-found')
    expectProtected(answer)
    expect(answer.headers['x-powered-by']).toBeUndefined()
  }),
)

test.each([
  ['PUT', '/-/token/dataset_import', 'POST, OPTIONS'],
  ['GET', '/-/token/status', 'POST, OPTIONS'],
  ['DELETE', '/management/provision/user', 'GET, HEAD, POST, OPTIONS'],
  ['POST', '/management/provision/project/1', 'GET, HEAD, PUT, DELETE, OPTIONS'],
  ['HEAD', '/management/provision/dataset/x/keyfile', 'GET, OPTIONS'],
  ['POST', '/-/health/live', 'GET, HEAD, OPTIONS'],
  ['PATCH', '/-/dataset/1', 'GET, HEAD, OPTIONS'],
])('%s %s is not allowed, and Allow says what is', (method, path, allow) =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, method, path)
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe(allow)
    if (method !== 'HEAD') expect(problem(answer).code).toBe('method-not-allowed')
  }),
)

test('OPTIONS of any address is JSON', () =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, 'OPTIONS', '/management/audit/events')
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS')
    expect(JSON.parse(answer.body)).toEqual({ methods: ['GET', 'HEAD', 'OPTIONS'] })
  }))

test.each(['/-/dataset/%E0%A4%A', '/management/provision/user/%'])(
  'a path that encodes nothing: %s',
  (path) =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'GET', path)
      expect(answer.status).toBe(400)
      expect(problem(answer).code).toBe('path-malformed')
      expect(answer.body).not.toContain('E0')
    }),
)

test('a fault is told by the request alone, and logged by the same id', () => {
  const fault = new Error('cell patient1 in /var/data')
  const listUsers = async () => {
    throw fault
  }
  return withApp({ listUsers }, {}, async (app) => {
    const answer = await send(app, 'GET', '/management/provision/user', asManager)
    expect(answer.status).toBe(500)
    expect(answer.headers['retry-after']).toBe('10')
    const { code, request_id } = problem(answer)
    expect(code).toBe('internal')
    expect(answer.body).not.toMatch(/patient1|\/var|Error|stack/)
    expect(app.logged).toContainEqual({
      level: 'error',
      message: 'a request failed',
      fault,
      fields: { request_id, route: '/management/provision/user' },
    })
  })
})

test('a store that is away is told as such, and is no fault', () => {
  const listUsers = async () => {
    throw new EventStoreUnavailable('away')
  }
  return withApp({ listUsers }, {}, async (app) => {
    const answer = await send(app, 'GET', '/management/provision/user', asManager)
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('5')
    expect(problem(answer).code).toBe('store-unavailable')
    expect(app.logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})

test('the log has a line a request, with the pattern of its route and never its address', () => {
  const showUser = async () => ({ name: 'jdoe', groups: [], active: true })
  return withApp({ showUser }, {}, async (app) => {
    await send(app, 'GET', '/management/provision/user/jdoe', asManager)
    await send(app, 'GET', '/secret/place')
    await send(app, 'GET', '/-/dataset/%')
    await until(() => app.logged.length === 3)
    expect(app.logged).toEqual(
      [
        {
          request_id: 'request-1',
          method: 'GET',
          route: '/management/provision/user/:user',
          status: 200,
          ms: 0,
        },
        { request_id: 'request-2', method: 'GET', route: null, status: 404, ms: 0 },
        { request_id: 'request-3', method: 'GET', route: null, status: 400, ms: 0 },
      ].map((fields) => ({ level: 'info', message: 'request', fields })),
    )
  })
})

describe('health', () => {
  test('live is whoever answers', () =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'GET', '/-/health/live')
      expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'live' }])
      const head = await send(app, 'HEAD', '/-/health/live')
      expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '18'])
    }))

  test('ready says when it is', () =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'GET', '/-/health/ready')
      expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'ready' }])
    }))

  test('and why it is not', () =>
    withApp({}, { ready: async () => ({ ready: false, reason: 'draining' }) }, async (app) => {
      const answer = await send(app, 'GET', '/-/health/ready')
      expect(answer.status).toBe(503)
      expect(answer.headers['retry-after']).toBe('5')
      expect(problem(answer)).toMatchObject({ code: 'not-ready', reason: 'draining' })
    }))
})

describe('a body of management', () => {
  const post = '/management/provision/user'
  const json = { ...asManager, 'Content-Type': 'application/json' }

  test.each([
    ['is too large', json, JSON.stringify({ user: 'x'.repeat(70_000) }), 413, 'body-too-large'],
    ['is no JSON', json, '{"user":', 400, 'body-invalid'],
    ['is no object', json, '["jdoe"]', 400, 'body-invalid'],
    ['is of another type', { ...asManager, 'Content-Type': 'text/plain' }, '{}', 415, 'media-type'],
    ['is compressed', { ...json, 'Content-Encoding': 'gzip' }, '{}', 415, 'content-encoding'],
  ])('that %s', (_what, headers, body, status, code) =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'POST', post, headers, body)
      expect(answer.status).toBe(status)
      expect(problem(answer).code).toBe(code)
    }),
  )

  test('that is not UTF-8', () =>
    withApp({}, {}, async ({ url }) => {
      const body = Buffer.from('{"user":"M\xfcller"}', 'latin1')
      const answer = await fetch(url + post, { method: 'POST', headers: json, body })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ code: 'body-invalid' })
    }))

  test('is refused member by member, and nothing of it is repeated', () =>
    withApp({}, {}, async (app) => {
      const body = { groups: ['fine', '', 7, 'secret\u0000'], 'secret name': 1, colour: 'secret' }
      const answer = await sendJson(app, 'POST', post, body)
      expect(answer.status).toBe(400)
      const name = 'must be a text of 1 to 200 characters that is not blank, none of them a control character'
      expect(problem(answer).errors).toEqual([
        { member: null, hint: 'is not supported' },
        { member: 'colour', hint: 'is not supported' },
        { member: 'user', hint: 'is missing' },
        { member: 'groups[1]', hint: name },
        { member: 'groups[2]', hint: name },
        { member: 'groups[3]', hint: name },
      ])
      expect(answer.body).not.toContain('secret')
    }))
})

describe('management', () => {
  test.each([
    ['no credential', {}],
    ['another scheme', { Authorization: 'Basic manager' }],
    ['a credential that is not good', { Authorization: 'Bearer forged' }],
    ["a reader's credential", { Authorization: 'Bearer reader' }],
  ])('answers %s alike', (_what, headers: Record<string, string>) =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'GET', '/management/provision/project', headers)
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer')
      expect(problem(answer)).toEqual({
        type: '/-/problems/unauthenticated',
        title: 'Not authenticated',
        status: 401,
        detail: 'Send a valid credential as Authorization: Bearer.',
        code: 'unauthenticated',
        request_id: 'request-1',
      })
    }),
  )

  test.each([
    ['wait', 'Leave out the parameter wait.'],
    ['a%20secret', 'Leave out the parameters that are not asked for.'],
  ])('refuses a parameter by name: %s', (name, detail) =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'GET', `/management/provision/user?${name}=1`, asManager)
      expect(answer.status).toBe(400)
      expect(problem(answer)).toMatchObject({ code: 'parameter-unsupported', detail })
    }),
  )
})
