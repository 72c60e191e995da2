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

describe('a user is put', () => {
  const asking = (outcome: 'provisioned' | 'changed') => {
    const asked: unknown[] = []
    const ensureUser = async (...given: readonly unknown[]) => {
      asked.push(given)
      return { outcome } as const
    }
    return { asked, ensureUser }
  }

  test.each([
    ['provisioned', 201],
    ['changed', 200],
  ] as const)('%s is %i', (outcome, status) => {
    const { asked, ensureUser } = asking(outcome)
    return withApp({ ensureUser }, {}, async (app) => {
      const answer = await sendJson(app, 'PUT', `${users}/jdoe`, { groups: ['trial'] })
      expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { status: outcome, user: 'jdoe' }])
      expect(asked).toStrictEqual([[{ name: 'jdoe', groups: ['trial'] }, metadata]])
    })
  })

  test('with members that are absent left out, and a name that is repeated handed on', () => {
    const { asked, ensureUser } = asking('changed')
    return withApp({ ensureUser }, {}, async (app) => {
      await sendJson(app, 'PUT', `${users}/jdoe`, {})
      await sendJson(app, 'PUT', `${users}/jdoe`, { user: 'asmith' })
      const [wanted, repeated] = asked.map((given) => (given as readonly unknown[])[0])
      expect(wanted).toStrictEqual({ name: 'jdoe' })
      expect(repeated).toStrictEqual({ name: 'jdoe', repeatedName: 'asmith' })
    })
  })

  test('not under another name', () => {
    const ensureUser = async () => ({ outcome: 'refused', refusal: { code: 'user-name-fixed' } }) as const
    return withApp({ ensureUser }, {}, async (app) => {
      const answer = await sendJson(app, 'PUT', `${users}/jdoe`, { user: 'asmith' })
      expect(answer.status).toBe(422)
      expect(problem(answer).code).toBe('user-name-fixed')
    })
  })

  test.each(['%00', 'x'.repeat(201)])('not by a name that nobody can have', (name) =>
    withApp({}, {}, async (app) => {
      const answer = await sendJson(app, 'PUT', `${users}/${name}`, {})
      expect(answer.status).toBe(400)
      expect(problem(answer).code).toBe('parameter-invalid')
    }),
  )
})
