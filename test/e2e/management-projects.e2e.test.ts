import path from 'node:path'
import { generateIdentity } from '../../src/infrastructure/age/age'
import { byteForms, filesBelow, sightings } from '../support/byte-scan'
import { uploadWith } from '../support/external-upload'
import { fetchResult, manage } from '../support/http-clients'
import { type RunningService, runService, testMetadata } from '../support/running-service'

let running: RunningService
let project: number
let worlds = 0
beforeAll(async () => {
  running = await runService()
  await running.provisionUser('owner')
  await running.provisionUser('other')
})
beforeEach(async () => {
  worlds += 1
  project = await running.provisionProject(`Project ${worlds}`, 'owner', 'trial')
})
afterAll(() => running.end())

const put = async (body: object) => {
  const answer = await manage(running, 'PUT', `project/${project}`, body)
  return [answer.status, answer.body.code ?? answer.body.status]
}
const show = async () => (await manage(running, 'GET', `project/${project}`)).body

const account = { host: 'sftp.example', port: 22, user: 'trial', path: '/in' }
const credentials = () => filesBelow(path.join(running.directory, 'data', 'export-credentials'))
const whereverStands = (secret: string) =>
  sightings(filesBelow(running.directory), byteForms([secret])).map(({ where }) => where)

describe('GET/POST /management/provision/project', () => {
  const wanted = (name: string) => ({ name, description: 'As the manual has it.', owner: 'owner' })

  test('creates once, lists, and names the one that exists', async () => {
    const created = await manage(running, 'POST', 'project', wanted('Once'))
    expect(created).toMatchObject({ status: 201, body: { status: 'created', id: expect.any(Number) } })
    const { id } = created.body
    expect(await manage(running, 'POST', 'project', wanted(' ONCE '))).toMatchObject({
      status: 409,
      body: { code: 'project-name-taken', existing_id: id },
    })
    const listed = (await manage(running, 'GET', 'project')).body
    expect(listed).toContainEqual({ id, name: 'Once', description: 'As the manual has it.' })
  })

  test('takes the optional members, the secret write-only', async () => {
    const { recipient } = await generateIdentity()
    const created = await manage(running, 'POST', 'project', {
      ...wanted('Optional'),
      authgroup: 'readers',
      deid_project_id: project,
      keyfile_recipient: recipient,
      sftpexporttarget: { ...account, password: 'pa55-optional' },
    })
    expect((await manage(running, 'GET', `project/${created.body.id}`)).body).toEqual({
      id: created.body.id,
      name: 'Optional',
      description: 'As the manual has it.',
      authgroup: 'readers',
      deid_project_id: project,
      keyfile_recipient: recipient,
      sftpexporttarget: account,
      owners: ['owner'],
      retired: false,
    })
    expect(whereverStands('pa55-optional')).toEqual([])
    expect(running.logged()).not.toContain('pa55-optional')
  })

  test('refuses an export target without a credential, and a taken name keeps none', async () => {
    const before = credentials().length
    const bare = await manage(running, 'POST', 'project', { ...wanted('Bare'), sftpexporttarget: account })
    expect([bare.status, bare.body.code]).toEqual([422, 'export-credential-missing'])
    const sftpexporttarget = { ...account, password: 'p' }
    const racing = Array.from({ length: 4 }, () =>
      manage(running, 'POST', 'project', { ...wanted('Raced'), sftpexporttarget }),
    )
    const answers = await Promise.all(racing)
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    expect(credentials()).toHaveLength(before + 1)
  })
})

describe('GET/PUT/DELETE /management/provision/project/{id}', () => {
  test('PUT changes the members it names, and no others', async () => {
    const before = await show()
    expect(await put({ description: 'Changed.' })).toEqual([200, 'changed'])
    expect(await show()).toEqual({ ...before, description: 'Changed.' })
    expect(await put({ owners: ['other', 'owner'], authgroup: 'others' })).toEqual([200, 'changed'])
    expect(await show()).toEqual({
      ...before,
      description: 'Changed.',
      authgroup: 'others',
      owners: ['owner', 'other'],
    })
    expect(await put({})).toEqual([200, 'changed'])
    expect(await put({ authgroup: null })).toEqual([200, 'changed'])
    expect(await show()).toMatchObject({ description: 'Changed.', authgroup: null })
  })

  test('PUT is all or nothing', async () => {
    const before = await show()
    expect(await put({ description: 'Changed.', owners: ['other', 'nobody'] })).toEqual([422, 'unknown-user'])
    expect(await put({ description: 'Changed.', owners: [] })).toEqual([422, 'owners-missing'])
    expect(await put({ description: 'Changed.', keyfile_recipient: 'age1x' })).toEqual([
      422,
      'keyfile-recipient-invalid',
    ])
    expect(await show()).toEqual(before)
  })

  test('a name and a pseudonym domain never change', async () => {
    expect(await put({ name: `project ${worlds}`, deid_project_id: project })).toEqual([200, 'changed'])
    expect(await put({ name: 'Another' })).toEqual([422, 'project-name-fixed'])
    expect(await put({ deid_project_id: 1_000 })).toEqual([422, 'deid-project-fixed'])
  })

  test('PUT changes who may read, at once and in the lists', async () => {
    const [listed] = [(await manage(running, 'GET', 'project')).body as unknown as { id: number }[]]
    expect(listed.map(({ id }) => id)).toContain(project)
    await put({ description: 'For the list.' })
    expect((await manage(running, 'GET', 'project')).body).toContainEqual({
      id: project,
      name: `Project ${worlds}`,
      description: 'For the list.',
    })
  })

  test('DELETE retires, and PUT changes nothing any more', async () => {
    for (const _ of ['once', 'and again']) {
      expect(await manage(running, 'DELETE', `project/${project}`)).toMatchObject({
        status: 200,
        body: { status: 'retired' },
      })
    }
    expect(await put({ description: 'Changed.' })).toEqual([409, 'project-retired'])
    expect((await manage(running, 'PUT', 'project/4711', {})).status).toBe(404)
  })
})

describe('sftpexporttarget', () => {
  test('its secret is write-only: sealed beside the history, shown nowhere', async () => {
    const before = credentials().length
    expect(await put({ sftpexporttarget: { ...account, key: '-----KEY-----\npa55-key\n' } })).toEqual([
      200,
      'changed',
    ])
    expect(await show()).toMatchObject({ sftpexporttarget: account })
    expect(credentials()).toHaveLength(before + 1)
    expect(whereverStands('pa55-key')).toEqual([])
    const authorization = `Bearer ${await running.managementJwt()}`
    const audit = await fetch(`${running.url}/management/audit/events`, { headers: { authorization } })
    expect(await audit.text()).not.toContain('pa55-key')
  })

  test('what is shown may be put back, and keeps its secret', async () => {
    await put({ sftpexporttarget: { ...account, password: 'p' } })
    const kept = credentials().map(({ where }) => where)
    expect(await put({ sftpexporttarget: { ...account, path: '/other' } })).toEqual([200, 'changed'])
    expect(await show()).toMatchObject({ sftpexporttarget: { ...account, path: '/other' } })
    expect(credentials().map(({ where }) => where)).toEqual(kept)
    expect(await put({ sftpexporttarget: { ...account, host: 'elsewhere.example' } })).toEqual([
      422,
      'export-credential-missing',
    ])
  })

  test('a secret that is replaced, taken away or refused is gone, and so is that of a retired project', async () => {
    const others = credentials().map(({ where }) => where)
    const before = others.length
    const secret = (password: string) => ({ sftpexporttarget: { ...account, password } })
    await put(secret('first'))
    const first = credentials().find(({ where }) => !others.includes(where))
    expect(first?.read()).not.toHaveLength(0)
    await put(secret('second'))
    expect(credentials()).toHaveLength(before + 1)
    expect(first?.read()).toHaveLength(0)
    await put({ ...secret('third'), name: 'Another' })
    expect(credentials()).toHaveLength(before + 1)
    await put({ sftpexporttarget: null })
    expect(credentials()).toHaveLength(before)
    await put(secret('fourth'))
    await manage(running, 'DELETE', `project/${project}`)
    expect(credentials()).toHaveLength(before)
  })

  test('an ephemeral import names it in `ignored`, and its result waits for the token as usual', async () => {
    await put({ sftpexporttarget: { ...account, password: 'p' } })
    const ask = { projectId: project, user: 'owner' }
    const token = await running.issueToken(ask)
    const answer = await uploadWith(running, token, '', 'ephemeral')
    expect([answer.status, answer.body.ignored]).toEqual([200, ['sftpexporttarget']])
    expect((await fetchResult(running.url, token)).status).toBe(200)
    const kept = await uploadWith(running, await running.issueToken(ask), '', 'dataset')
    expect([kept.status, kept.body.ignored]).toEqual([200, []])
  })

  test('a credential that a crash left behind goes with the next change', async () => {
    await put({ sftpexporttarget: { ...account, password: 'p' } })
    const { store, exportCredentials } = running.service.ports
    const [last] = (await store.readStream(`project-${project}`)).slice(-1)
    const target = last?.event.type === 'ProjectChanged' ? last.event.exportTarget : undefined
    if (target === undefined) throw new Error('the target is not in the history')
    await put({ sftpexporttarget: { ...account, password: 'q' } })
    await exportCredentials.keep(target.credentialId, { kind: 'password', password: 'p' })
    await running.service.useCases.changeProject(project, { exportTarget: null }, testMetadata)
    expect(await exportCredentials.open(target.credentialId)).toBeNull()
  })
})
