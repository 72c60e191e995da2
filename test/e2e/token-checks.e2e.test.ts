import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { auditedEvents } from '../support/audit'
import { filesBelow } from '../support/byte-scan'
import { holdUpload } from '../support/held-upload'
import { manage, tokenIdOf, tokenStatus } from '../support/http-clients'
import { type RunningService, runService, testMetadata } from '../support/running-service'
import { until } from '../support/until'
import { sample, type UploadRequest, type UploadResponse, upload } from '../support/upload'
import { orders } from '../support/upload-form'

type Kind = NonNullable<UploadRequest['kind']>

const kinds: readonly Kind[] = ['dataset', 'ephemeral', 'external']
const table = sample('heart-disease')

let running: RunningService
let clock = 0
beforeAll(async () => {
  running = await runService({ replaced: { clock: () => clock } })
})
afterAll(() => running.end())

/** Everybody and everything of one test, and what was there before it. */
let user: string
let colleague: string
let project: number
let eventsBefore: number
let filesBefore: readonly string[]
let worlds = 0
beforeEach(async () => {
  clock = Date.parse('2031-05-17T08:00:00Z')
  worlds += 1
  user = `user-${worlds}`
  colleague = `colleague-${worlds}`
  await running.provisionUser(user)
  await running.provisionUser(colleague)
  project = await running.provisionProject(`Project ${worlds}`, user)
  eventsBefore = (await auditedEvents(running)).length
  filesBefore = placedFiles()
})

const placedFiles = (): readonly string[] =>
  ['datasets', 'results', 'staging', 'spool'].flatMap((place) =>
    filesBelow(path.join(running.directory, 'data', place)).map(({ where }) => path.join(place, where)),
  )

const newHistory = async () => (await auditedEvents(running)).slice(eventsBefore)
const newTypes = async () => (await newHistory()).map(({ type }) => type)

const send = (token: string, kind: Kind = 'dataset'): Promise<UploadResponse> =>
  upload({ url: running.url, token, kind, ...table })

const issue = (): Promise<string> => running.issueToken({ projectId: project, user })

const deactivate = async () => expect((await manage(running, 'DELETE', `user/${user}`)).status).toBe(200)
const setOwners = async (...owners: readonly string[]) =>
  expect((await manage(running, 'PUT', `project/${project}`, { owners })).status).toBe(200)
const retire = async () => expect((await manage(running, 'DELETE', `project/${project}`)).status).toBe(200)
const revoke = async (token: string) =>
  expect((await manage(running, 'DELETE', `uploadtoken/${tokenIdOf(token)}`)).status).toBe(200)

interface Refusal {
  readonly status: number
  readonly code: string
  readonly retry: string
}

const never = (code: string): Refusal => ({ status: 403, code, retry: 'never' })
const newToken = (code: string): Refusal => ({ status: 403, code, retry: 'new-token' })

function expectRefused(answer: { readonly status: number; readonly body: unknown }, refusal: Refusal): void {
  const { status, code, retry } = refusal
  expect(answer).toMatchObject({
    status,
    body: {
      type: `/-/problems/${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
      retry,
      import_status: 'refused',
      request_id: expect.any(String),
    },
  })
}

const outcomes = /^(TokenConsumed|DatasetImported|DatasetImportFailed|EphemeralDatasetDiscarded|ExternalId)/

async function expectNothingStored(): Promise<void> {
  expect((await newTypes()).filter((type) => outcomes.test(type))).toEqual([])
  expect(placedFiles()).toEqual(filesBefore)
}

describe('at emission', () => {
  test.each<[string, string, () => Promise<unknown>, () => object]>([
    ['an unknown user', 'unknown-user', async () => undefined, () => ({ user: 'nobody' })],
    ['a deactivated user', 'user-inactive', deactivate, () => ({})],
    ['a user who owns nothing', 'not-owner', async () => undefined, () => ({ user: colleague })],
    ['a user who owns it no more', 'not-owner', () => setOwners(colleague), () => ({})],
    ['an unknown project', 'unknown-project', async () => undefined, () => ({ project: 4711 })],
    ['a retired project', 'project-retired', retire, () => ({})],
  ])('%s is %s', async (_what, code, happen, request) => {
    await happen()
    const { status, headers, body } = await manage(running, 'POST', 'uploadtoken', {
      project,
      user,
      ...request(),
    })
    expect([status, headers.get('content-type')]).toEqual([422, 'application/problem+json'])
    expect(body).toMatchObject({ status: 422, code, type: `/-/problems/${code}` })
    expect(body).not.toHaveProperty('token')
    expect(await newTypes()).not.toContain('TokenIssued.v1')
  })

  test('an active owner is given a token', async () => {
    const { status, body } = await manage(running, 'POST', 'uploadtoken', { project, user })
    expect(status).toBe(201)
    expect(body).toEqual({
      status: 'issued',
      token: expect.stringMatching(/^[^.]+\.[A-Za-z0-9_-]{43,}$/),
      token_id: tokenIdOf(String(body.token)),
      not_before: '2031-05-17T08:00:00.000Z',
      expires_at: '2031-05-17T08:15:00.000Z',
    })
    expect((await send(String(body.token))).status).toBe(200)
  })
})

describe('at upload, of a token that was good when it was issued', () => {
  test.each<[string, Refusal, (token: string) => Promise<unknown>]>([
    ['a deactivated user', never('user-inactive'), deactivate],
    ['a user who owns the project no more', never('not-owner'), () => setOwners(colleague)],
    ['a retired project', never('project-retired'), retire],
    ['a revoked token', newToken('token-revoked'), revoke],
  ])('%s is refused at each endpoint, and the reason recorded', async (_what, refusal, happen) => {
    const token = await issue()
    await happen(token)
    for (const kind of kinds) expectRefused(await send(token, kind), refusal)
    await until(async () => (await refusalsOf(token)).length === kinds.length)
    expect(await refusalsOf(token)).toEqual(
      kinds.map(() => expect.objectContaining({ reason: refusal.code })),
    )
    await expectNothingStored()
  })

  test('ownership that is given back makes it good again', async () => {
    const token = await issue()
    await setOwners(colleague)
    expectRefused(await send(token), never('not-owner'))
    await setOwners(colleague, user)
    expect((await send(token)).status).toBe(200)
  })
})

const refusalsOf = async (token: string) =>
  (await auditedEvents(running))
    .filter(({ stream }) => stream === `refusal-${tokenIdOf(token)}`)
    .map(({ data }) => data)

describe('at upload, of a token whose history stands alone', () => {
  test.each<[string, Refusal, () => { readonly userId?: string; readonly projectId?: number }]>([
    ['a user who was never provisioned', never('unknown-user'), () => ({ userId: randomUUID() })],
    ['a project that was never provisioned', never('unknown-project'), () => ({ projectId: 4711 })],
  ])('%s is refused', async (_what, refusal, unknown) => {
    const { store, secrets, newId } = running.service.ports
    const known = { userId: await running.provisionUser(`third-${worlds}`), projectId: project }
    const { userId, projectId } = { ...known, ...unknown() }
    const [tokenId, secret] = [newId(), secrets.generate()]
    const window = { notBefore: clock, expiresAt: clock + 60_000 }
    const secretDigest = secrets.digest(secret)
    const event = { type: 'TokenIssued', tokenId, secretDigest, projectId, userId, kinds, ...window } as const
    await store.append(`uploadToken-${tokenId}`, 'no-stream', [
      { id: newId(), event, metadata: testMetadata },
    ])
    expectRefused(await send(`${tokenId}.${secret}`), refusal)
    await expectNothingStored()
  })
})

test('a kind that the token does not allow is refused, and the token good for the one it allows', async () => {
  const token = await running.issueToken({ projectId: project, user, kinds: ['external'] })
  const refusal = newToken('token-kind-not-allowed')
  expectRefused(await send(token, 'dataset'), refusal)
  expectRefused(await send(token, 'ephemeral'), refusal)
  await expectNothingStored()
  expect((await send(token, 'external')).status).toBe(200)
})

test('a wrong secret, an unknown id and no token at all are answered alike, and leave no trace', async () => {
  const [token, other] = [await issue(), await issue()]
  const secretOf = (text: string) => text.slice(text.indexOf('.') + 1)
  const unknownId = `${running.service.ports.newId()}.${secretOf(token)}`
  const strangers = [`${tokenIdOf(token)}.${secretOf(other)}`, `${token}x`, unknownId, 'nonsense']
  const answers = []
  for (const stranger of strangers) answers.push(await send(stranger))
  const withoutId = answers.map(({ status, headers, body: { request_id: _id, ...body } }) => ({
    status,
    body,
    type: headers.get('content-type'),
    retryAfter: headers.get('retry-after'),
  }))
  expectRefused(answers[0] ?? { status: 0, body: null }, newToken('token-invalid'))
  expect(withoutId).toEqual(strangers.map(() => withoutId[0]))

  // A refusal to the token's own holder is recorded: behind it nothing is still to come of the others.
  await upload({ url: running.url, token, csv: table.csv, definition: '<none/>' })
  await until(async () => (await refusalsOf(token)).length > 0)
  const recorded = (await newHistory()).filter(({ type }) => type === 'UploadRefused.v1')
  expect(recorded.map(({ data }) => data)).toEqual([
    expect.objectContaining({ reason: 'definition-invalid' }),
  ])
  await expectNothingStored()
})

describe('the window', () => {
  const notBefore = Date.parse('2031-05-17T09:00:00Z')
  const expiresAt = notBefore + 60_000
  const issueForAMinute = async (): Promise<string> => {
    const { status, body } = await manage(running, 'POST', 'uploadtoken', {
      project,
      user,
      not_before: '2031-05-17T09:00:00Z',
      expires_in: 60,
    })
    expect(status).toBe(201)
    expect(body.expires_at).toBe('2031-05-17T09:01:00.000Z')
    return String(body.token)
  }

  test.each([
    ['at its beginning', notBefore],
    ['a millisecond before its end', expiresAt - 1],
  ])('is open %s', async (_when, instant) => {
    const token = await issueForAMinute()
    clock = instant
    expect((await send(token)).status).toBe(200)
  })

  test('is not yet open a millisecond before its beginning, and then is when the client was told', async () => {
    const token = await issueForAMinute()
    clock = notBefore - 1
    const early = await send(token)
    expectRefused(early, { status: 403, code: 'token-not-yet-valid', retry: 'later' })
    await expectNothingStored()
    expect(early.headers.get('retry-after')).toBe('1')
    clock += 1_000
    expect((await send(token)).status).toBe(200)
  })

  test('tells the seconds to wait, and no fewer', async () => {
    const token = await issueForAMinute()
    clock = notBefore - 90_500
    expect((await send(token)).headers.get('retry-after')).toBe('91')
  })

  test('is over at its end', async () => {
    const token = await issueForAMinute()
    clock = expiresAt
    const late = await send(token)
    expectRefused(late, newToken('token-expired'))
    expect(late.headers.get('retry-after')).toBeNull()
    await expectNothingStored()
  })

  test('is looked at once: an upload that began within it may end behind it', async () => {
    const token = await issueForAMinute()
    clock = expiresAt - 1
    const held = await holdUpload({ url: running.url, token, ...table })
    clock = expiresAt
    expect((await held.finish()).status).toBe(200)
  })
})

describe.each(orders)('what changes while the table arrives, in the order: %s', (order) => {
  test.each<[string, Kind, Refusal, (token: string) => Promise<unknown>, string]>([
    ['the user is deactivated', 'dataset', never('user-inactive'), deactivate, 'issued'],
    ['ownership is withdrawn', 'external', never('not-owner'), () => setOwners(colleague), 'issued'],
    ['the project is retired', 'ephemeral', never('project-retired'), retire, 'issued'],
    ['the token is revoked', 'dataset', newToken('token-revoked'), revoke, 'revoked'],
  ])(
    '%s: the import (%s) is refused, and the token not spent',
    async (_what, kind, refusal, happen, state) => {
      const token = await issue()
      const held = await holdUpload({ url: running.url, token, kind, order, ...table })
      await happen(token)
      const { status, body } = await held.finish()
      expectRefused({ status, body: JSON.parse(body) }, refusal)
      await expectNothingStored()
      expect((await tokenStatus(running.url, token)).body.status).toBe(state)
    },
  )
})
