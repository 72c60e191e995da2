import { auditedEvents } from '../support/audit'
import { type JsonAnswer, manage } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'

let running: RunningService
beforeAll(async () => {
  running = await runService()
})
afterAll(() => running.end())

const told = ({ status, body }: JsonAnswer) => [status, body] as const
const put = async (user: string, body: object) => told(await manage(running, 'PUT', `user/${user}`, body))
const show = async (user: string) => told(await manage(running, 'GET', `user/${user}`))

describe('GET/POST /management/provision/user', () => {
  test('provisions once, and lists', async () => {
    const asked = { user: 'once', groups: ['trial'] }
    expect(told(await manage(running, 'POST', 'user', asked))).toEqual([
      201,
      { status: 'provisioned', user: 'once' },
    ])
    const again = await manage(running, 'POST', 'user', asked)
    expect([again.status, again.body.code]).toEqual([409, 'user-exists'])
    expect((await manage(running, 'GET', 'user')).body).toContainEqual({ ...asked, active: true })
  })
})

describe('GET/PUT/DELETE /management/provision/user/{user}', () => {
  test('PUT provisions someone new, and the same PUT again changes nothing', async () => {
    expect(await put('new', { groups: ['trial'] })).toEqual([201, { status: 'provisioned', user: 'new' }])
    expect(await show('new')).toEqual([200, { user: 'new', groups: ['trial'], active: true }])
    const before = (await auditedEvents(running)).length
    expect(await put('new', { groups: ['trial'] })).toEqual([200, { status: 'changed', user: 'new' }])
    expect(await auditedEvents(running)).toHaveLength(before)
  })

  test('PUT changes the groups it names, and leaves them as they are where it names none', async () => {
    await put('grouped', { groups: ['a', 'b'] })
    expect(await put('grouped', {})).toEqual([200, { status: 'changed', user: 'grouped' }])
    expect(await show('grouped')).toEqual([200, { user: 'grouped', groups: ['a', 'b'], active: true }])
    await put('grouped', { user: 'grouped', groups: ['c'] })
    expect(await show('grouped')).toEqual([200, { user: 'grouped', groups: ['c'], active: true }])
    expect((await auditedEvents(running)).at(-1)).toMatchObject({
      type: 'UserGroupsChanged.v1',
      data: { groups: ['c'] },
    })
  })

  test('DELETE deactivates, and PUT reactivates', async () => {
    await put('back', { groups: ['a'] })
    for (const _ of ['once', 'and again']) {
      expect(told(await manage(running, 'DELETE', 'user/back'))).toEqual([200, { status: 'deactivated' }])
    }
    expect(await show('back')).toEqual([200, { user: 'back', groups: ['a'], active: false }])
    expect(await put('back', {})).toEqual([200, { status: 'changed', user: 'back' }])
    expect(await show('back')).toEqual([200, { user: 'back', groups: ['a'], active: true }])
  })

  test('a reactivated user may be given tokens again', async () => {
    await put('returned', {})
    const project = await running.provisionProject('Returned', 'returned')
    const issue = () => manage(running, 'POST', 'uploadtoken', { project, user: 'returned' })
    await manage(running, 'DELETE', 'user/returned')
    expect((await issue()).body.code).toBe('user-inactive')
    await put('returned', {})
    expect((await issue()).status).toBe(201)
  })

  test('PUT repeats the name in any normal form, and takes no other', async () => {
    const composed = encodeURIComponent('Zo\u00eb')
    expect((await put(composed, { user: 'Zoe\u0308' }))[0]).toBe(201)
    const [status, problem] = await put(composed, { user: 'Zoe' })
    expect([status, problem.code]).toEqual([422, 'user-name-fixed'])
    expect((await manage(running, 'GET', 'user/Zoe')).status).toBe(404)
  })

  test('of racing PUTs of someone new one provisions', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => put('raced', { groups: ['trial'] })))
    expect(answers.map(([status]) => status).sort()).toEqual([...Array(7).fill(200), 201])
    const list = (await manage(running, 'GET', 'user')).body as unknown as { user: string }[]
    expect(list.filter(({ user }) => user === 'raced')).toEqual([
      { user: 'raced', groups: ['trial'], active: true },
    ])
  })
})
