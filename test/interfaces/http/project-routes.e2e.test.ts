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

test('what is not supported yet is refused by name', () =>
  withApp({}, {}, async (app) => {
    const target = { host: 'sftp.example', password: 'hunter2' }
    const answer = await sendJson(app, 'POST', projects, { ...wanted, sftpexporttarget: target })
    expect(answer.status).toBe(400)
    expect(problem(answer).errors).toEqual([{ member: 'sftpexporttarget', hint: 'is not supported' }])
    expect(answer.body).not.toContain('hunter2')
  }))

const shown = {
  projectId: 7,
  name: 'Trial',
  description: 'A trial.',
  authgroup: null,
  deidProjectId: null,
  keyfileRecipient: null,
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
      owners: ['jdoe'],
      retired: false,
    })
  })
})

test('its owners are set', () => {
  const asked: unknown[] = []
  const setProjectOwners = async (...given: readonly unknown[]) => {
    asked.push(given.slice(0, 2))
    return { outcome: 'changed' } as const
  }
  return withApp({ setProjectOwners }, {}, async (app) => {
    const answer = await sendJson(app, 'PUT', `${projects}/7`, { owners: ['jdoe', 'asmith'] })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'changed', id: 7 }])
    expect(asked).toEqual([[7, ['jdoe', 'asmith']]])
  })
})

test.each([
  [{ code: 'unknown-project' }, 404],
  [{ code: 'project-retired' }, 409],
  [{ code: 'owners-missing' }, 422],
  [{ code: 'unknown-user', position: 2 }, 422],
] as const)('owners refused for %j are %i', (refusal, status) =>
  withApp({ setProjectOwners: async () => ({ outcome: 'refused', refusal }) }, {}, async (app) => {
    const answer = await sendJson(app, 'PUT', `${projects}/7`, { owners: ['jdoe'] })
    expect(answer.status).toBe(status)
    expect(problem(answer).code).toBe(refusal.code)
  }),
)

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
