import { asManager, problem, send, sendJson, withApp } from './running-app'

const projects = '/management/provision/project'
const wanted = { name: 'Trial', description: 'A trial.', owner: 'jdoe' }

test('a project is created with all that it is asked for with', () => {
  const asked: unknown[] = []
  const provisionProject = async (request: unknown) => {
    asked.push(request)
    return { outcome: 'created', projectId: 7 } as const
  }
  return withApp({ provisionProject }, {}, async (app) => {
    const answer = await sendJson(app, 'POST', projects, {
      ...wanted,
      authgroup: 'trial',
      deid_project_id: 3,
      keyfile_recipient: 'age1x',
    })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([201, { status: 'created', id: 7 }])
    await sendJson(app, 'POST', projects, wanted)
    expect(asked).toStrictEqual([
      { ...wanted, authgroup: 'trial', deidProjectId: 3, keyfileRecipient: 'age1x' },
      wanted,
    ])
  })
})

test('a name that is taken tells by which project', () => {
  const refusal = { code: 'project-name-taken', existingId: 7 } as const
  return withApp({ provisionProject: async () => ({ outcome: 'refused', refusal }) }, {}, async (app) => {
    const answer = await sendJson(app, 'POST', projects, wanted)
    expect(answer.status).toBe(409)
    expect(problem(answer)).toMatchObject({ code: 'project-name-taken', existing_id: 7 })
  })
})

test.each([
  ['unknown-user', 422],
  ['user-inactive', 422],
  ['unknown-deid-project', 422],
  ['keyfile-recipient-invalid', 422],
] as const)('creation refused for %s is %i', (code, status) =>
  withApp({ provisionProject: async () => ({ outcome: 'refused', refusal: { code } }) }, {}, async (app) => {
    expect((await sendJson(app, 'POST', projects, wanted)).status).toBe(status)
  }),
)

const account = { host: 'sftp.example', port: 22, user: 'trial', path: '/in' }

test.each([
  [{ password: 'hunter2' }, { kind: 'password', password: 'hunter2' }],
  [{ key: '-----BEGIN-----\nhunter2\n' }, { kind: 'key', key: '-----BEGIN-----\nhunter2\n' }],
  [{}, null],
] as const)('an export target is asked for with its secret %j', (secret, credential) => {
  const asked: unknown[] = []
  const provisionProject = async (request: unknown) => {
    asked.push(request)
    return { outcome: 'created', projectId: 7 } as const
  }
  return withApp({ provisionProject }, {}, async (app) => {
    const sftpexporttarget = { ...account, ...secret }
    const answer = await sendJson(app, 'POST', projects, { ...wanted, sftpexporttarget })
    expect(answer.status).toBe(201)
    expect(asked).toStrictEqual([{ ...wanted, exportTarget: { ...account, credential } }])
  })
})

test.each([
  ['both secrets', { ...account, password: 'hunter2', key: 'hunter2' }],
  ['an unknown member', { ...account, password: 'hunter2', hunter2: 1 }],
  ['no host', { ...account, host: '', password: 'hunter2' }],
  ['a port that there is none of', { ...account, port: 65_536, password: 'hunter2' }],
  ['a path of two lines', { ...account, path: 'hunter2\nx', password: 'x' }],
  ['an empty password', { ...account, password: '' }],
  ['a password that is no text', { ...account, password: 4711 }],
  ['nothing but text', 'hunter2'],
])('an export target with %s is refused, and nothing of it is repeated', (_what, sftpexporttarget) =>
  withApp({}, {}, async (app) => {
    for (const [method, path] of [
      ['POST', projects],
      ['PUT', `${projects}/7`],
    ] as const) {
      const answer = await sendJson(app, method, path, { ...wanted, sftpexporttarget })
      expect(answer.status).toBe(400)
      expect(problem(answer).errors).toContainEqual({
        member: 'sftpexporttarget',
        hint: expect.stringMatching(/^must be an object of host, port, user, path, and either/),
      })
      expect(answer.body).not.toContain('hunter2')
    }
  }),
)

const shown = {
  projectId: 7,
  name: 'Trial',
  description: 'A trial.',
  authgroup: null,
  deidProjectId: null,
  keyfileRecipient: null,
  exportTarget: null,
  retired: false,
}

test('projects are listed as the manual has it', () => {
  const listProjects = async () => [{ ...shown, visible: true }]
  return withApp({ listProjects }, {}, async (app) => {
    const answer = await send(app, 'GET', projects, asManager)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      200,
      [{ id: 7, name: 'Trial', description: 'A trial.' }],
    ])
  })
})

test('a project is shown with its owners', () => {
  const showProject = async (projectId: number) => ({ ...shown, projectId, owners: ['jdoe'] })
  return withApp({ showProject }, {}, async (app) => {
    const answer = await send(app, 'GET', `${projects}/7`, asManager)
    expect(JSON.parse(answer.body)).toEqual({
      id: 7,
      name: 'Trial',
      description: 'A trial.',
      authgroup: null,
      deid_project_id: null,
      keyfile_recipient: null,
      sftpexporttarget: null,
      owners: ['jdoe'],
      retired: false,
    })
  })
})

test('an export target is shown without its secret', () => {
  const exportTarget = account
  const showProject = async () => ({ ...shown, exportTarget, owners: [] })
  return withApp({ showProject }, {}, async (app) => {
    const answer = await send(app, 'GET', `${projects}/7`, asManager)
    expect(JSON.parse(answer.body).sftpexporttarget).toEqual(account)
  })
})

describe('a project is changed', () => {
  test.each([
    [{ owners: ['jdoe', 'asmith'] }, { owners: ['jdoe', 'asmith'] }],
    [
      { name: 'Trial', deid_project_id: 3, description: '' },
      { name: 'Trial', deidProjectId: 3, description: '' },
    ],
    [
      { authgroup: 'trial', keyfile_recipient: 'age1x', sftpexporttarget: { ...account, password: 'p' } },
      {
        authgroup: 'trial',
        keyfileRecipient: 'age1x',
        exportTarget: { ...account, credential: { kind: 'password', password: 'p' } },
      },
    ],
    [
      { authgroup: null, keyfile_recipient: null, sftpexporttarget: null, deid_project_id: null },
      { authgroup: null, keyfileRecipient: null, exportTarget: null, deidProjectId: null },
    ],
    [{}, {}],
  ])('by %j', (body, change) => {
    const asked: unknown[] = []
    const changeProject = async (...given: readonly unknown[]) => {
      asked.push(given.slice(0, 2))
      return { outcome: 'changed' } as const
    }
    return withApp({ changeProject }, {}, async (app) => {
      const answer = await sendJson(app, 'PUT', `${projects}/7`, body)
      expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'changed', id: 7 }])
      expect(asked).toStrictEqual([[7, change]])
    })
  })

  test.each([
    [{ code: 'unknown-project' }, 404],
    [{ code: 'project-retired' }, 409],
    [{ code: 'project-name-fixed' }, 422],
    [{ code: 'deid-project-fixed' }, 422],
    [{ code: 'keyfile-recipient-invalid' }, 422],
    [{ code: 'export-credential-missing' }, 422],
    [{ code: 'owners-missing' }, 422],
    [{ code: 'unknown-user', position: 2 }, 422],
  ] as const)('refused for %j is %i', (refusal, status) =>
    withApp({ changeProject: async () => ({ outcome: 'refused', refusal }) }, {}, async (app) => {
      const answer = await sendJson(app, 'PUT', `${projects}/7`, { owners: ['jdoe'] })
      expect(answer.status).toBe(status)
      expect(problem(answer).code).toBe(refusal.code)
    }),
  )

  test.each([{ name: null }, { description: null }, { owners: null }, { owner: 'jdoe' }])(
    'not by %j',
    (body) =>
      withApp({}, {}, async (app) => {
        const answer = await sendJson(app, 'PUT', `${projects}/7`, body)
        expect(answer.status).toBe(400)
        expect(problem(answer).errors).toHaveLength(1)
      }),
  )
})

test('a project is retired', () =>
  withApp({ retireProject: async () => ({ outcome: 'retired' }) }, {}, async (app) => {
    const answer = await send(app, 'DELETE', `${projects}/7`, asManager)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'retired' }])
  }))

test.each(['x', '0', '07', '1.5', '-1', '99999999999999999999'])('%s is the id of no project', (id) =>
  withApp({}, {}, async (app) => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await send(app, method, `${projects}/${id}`, asManager)
      expect(answer.status).toBe(404)
      expect(problem(answer).code).toBe('unknown-project')
    }
    expect((await sendJson(app, 'PUT', `${projects}/${id}`, { owners: ['jdoe'] })).status).toBe(404)
  }),
)
