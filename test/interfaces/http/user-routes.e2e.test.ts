import { asManager, problem, send, sendJson, withApp } from './running-app'

const users = '/management/provision/user'
const metadata = {
  correlationId: 'request-1',
  causationId: 'request-1',
  actor: { kind: 'management', client: 'portal' },
}

test('a user is provisioned in the name of the client', () => {
  const asked: unknown[] = []
  const provisionUser = async (...given: readonly unknown[]) => {
    asked.push(given)
    return { outcome: 'provisioned', userId: 'opaque' } as const
  }
  return withApp({ provisionUser }, {}, async (app) => {
    const answer = await sendJson(app, 'POST', users, { user: 'jdoe', groups: ['trial'] })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([201, { status: 'provisioned', user: 'jdoe' }])
    await sendJson(app, 'POST', users, { user: 'asmith' })
    expect(asked).toEqual([
      [{ name: 'jdoe', groups: ['trial'] }, metadata],
      [
        { name: 'asmith', groups: [] },
        { ...metadata, correlationId: 'request-2', causationId: 'request-2' },
      ],
    ])
  })
})

test('one that exists is a conflict', () => {
  const provisionUser = async () => ({ outcome: 'refused', refusal: { code: 'user-exists' } }) as const
  return withApp({ provisionUser }, {}, async (app) => {
    const answer = await sendJson(app, 'POST', users, { user: 'jdoe' })
    expect(answer.status).toBe(409)
    expect(problem(answer).code).toBe('user-exists')
  })
})

test('users are listed, the erased without a name', () => {
  const listUsers = async () => [
    { name: 'jdoe', groups: ['trial'], active: true },
    { name: null, groups: [], active: false },
  ]
  return withApp({ listUsers }, {}, async (app) => {
    const answer = await send(app, 'GET', users, asManager)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      200,
      [
        { user: 'jdoe', groups: ['trial'], active: true },
        { user: null, groups: [], active: false },
      ],
    ])
  })
})

test('a user is shown by a name of any characters', () => {
  const showUser = async (name: string) => ({ name, groups: [], active: true })
  return withApp({ showUser }, {}, async (app) => {
    const answer = await send(app, 'GET', `${users}/${encodeURIComponent('Zoë/ö %')}`, asManager)
    expect(JSON.parse(answer.body)).toEqual({ user: 'Zoë/ö %', groups: [], active: true })
  })
})

test('a user is deactivated', () => {
  const asked: unknown[] = []
  const deactivateUser = async (...given: readonly unknown[]) => {
    asked.push(given)
    return { outcome: 'deactivated' } as const
  }
  return withApp({ deactivateUser }, {}, async (app) => {
    const answer = await send(app, 'DELETE', `${users}/jdoe`, asManager)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'deactivated' }])
    expect(asked).toEqual([['jdoe', metadata]])
  })
})

test.each(['GET', 'DELETE'])('%s of no one is not found', (method) => {
  const showUser = async () => null
  const deactivateUser = async () => ({ outcome: 'refused', refusal: { code: 'unknown-user' } }) as const
  return withApp({ showUser, deactivateUser }, {}, async (app) => {
    const answer = await send(app, method, `${users}/jdoe`, asManager)
    expect(answer.status).toBe(404)
    expect(problem(answer).code).toBe('unknown-user')
    expect(answer.body).not.toContain('jdoe')
  })
})
