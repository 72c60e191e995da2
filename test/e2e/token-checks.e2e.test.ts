import { randomUUID } from 'node:crypto'
import { manage, tokenIdOf } from '../support/http-clients'
import { type RunningService, runService, testMetadata } from '../support/running-service'
import {
  expectProblem,
  type Kind,
  never,
  newToken,
  type TokenWorld,
  tokenWorld,
  type UploadProblem,
  worldTable,
} from '../support/token-world'
import { until } from '../support/until'
import { upload } from '../support/upload'

const now = Date.parse('2031-05-17T08:00:00Z')
const kinds: readonly Kind[] = ['dataset', 'ephemeral', 'external']

let running: RunningService
beforeAll(async () => {
  running = await runService({ replaced: { clock: () => now } })
})
afterAll(() => running.end())

let world: TokenWorld
beforeEach(async () => {
  world = await tokenWorld(running)
})

const nothing = async (): Promise<void> => undefined

describe('at emission', () => {
  test.each<[string, string, (world: TokenWorld) => Promise<void>, (world: TokenWorld) => object]>([
    ['an unknown user', 'unknown-user', nothing, () => ({ user: 'nobody' })],
    ['a deactivated user', 'user-inactive', (world) => world.deactivate(), () => ({})],
    ['a user who owns nothing', 'not-owner', nothing, ({ colleague: user }) => ({ user })],
    [
      'a user who owns it no more',
      'not-owner',
      ({ setOwners, colleague }) => setOwners(colleague),
      () => ({}),
    ],
    ['an unknown project', 'unknown-project', nothing, () => ({ project: 4711 })],
    ['a retired project', 'project-retired', (world) => world.retire(), () => ({})],
  ])('%s is %s', async (_what, code, happen, request) => {
    await happen(world)
    const { status, headers, body } = await manage(running, 'POST', 'uploadtoken', {
      project: world.project,
      user: world.user,
      ...request(world),
    })
    expect([status, headers.get('content-type')]).toEqual([422, 'application/problem+json'])
    expect(body).toMatchObject({ status: 422, code, type: `/-/problems/${code}` })
    expect(body).not.toHaveProperty('token')
    expect((await world.newHistory()).map(({ type }) => type)).not.toContain('TokenIssued.v1')
  })

  test('an active owner is given a token', async () => {
    const { status, body } = await manage(running, 'POST', 'uploadtoken', {
      project: world.project,
      user: world.user,
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      status: 'issued',
      token: expect.stringMatching(/^[^.]+\.[A-Za-z0-9_-]{43,}$/),
      token_id: tokenIdOf(String(body.token)),
      not_before: '2031-05-17T08:00:00.000Z',
      expires_at: '2031-05-17T08:15:00.000Z',
    })
    expect((await world.send(String(body.token))).status).toBe(200)
  })
})

describe('at upload, of a token that was good when it was issued', () => {
  test.each<[string, UploadProblem, (world: TokenWorld, token: string) => Promise<void>]>([
    ['a deactivated user', never('user-inactive'), (world) => world.deactivate()],
    [
      'a user who owns the project no more',
      never('not-owner'),
      ({ setOwners, colleague }) => setOwners(colleague),
    ],
    ['a retired project', never('project-retired'), (world) => world.retire()],
    ['a revoked token', newToken('token-revoked'), (world, token) => world.revoke(token)],
  ])('%s is refused at each endpoint, and the reason recorded', async (_what, refusal, happen) => {
    const token = await world.issue()
    await happen(world, token)
    for (const kind of kinds) expectProblem(await world.send(token, kind), refusal)
    await until(async () => (await refusalsOf(token)).length === kinds.length)
    expect(await refusalsOf(token)).toEqual(
      kinds.map(() => expect.objectContaining({ reason: refusal.code })),
    )
    await world.expectNothingStored()
  })

  test('ownership that is given back makes it good again', async () => {
    const token = await world.issue()
    await world.setOwners(world.colleague)
    expectProblem(await world.send(token), never('not-owner'))
    await world.setOwners(world.colleague, world.user)
    expect((await world.send(token)).status).toBe(200)
  })
})

const refusalsOf = async (token: string) =>
  (await world.newHistory())
    .filter(({ stream }) => stream === `refusal-${tokenIdOf(token)}`)
    .map(({ data }) => data)

describe('at upload, of a token whose history stands alone', () => {
  test.each<[string, UploadProblem, () => { readonly userId?: string; readonly projectId?: number }]>([
    ['a user who was never provisioned', never('unknown-user'), () => ({ userId: randomUUID() })],
    ['a project that was never provisioned', never('unknown-project'), () => ({ projectId: 4711 })],
  ])('%s is refused', async (_what, refusal, unknown) => {
    const { store, secrets, newId } = running.service.ports
    const known = { userId: await running.provisionUser(`third-${randomUUID()}`), projectId: world.project }
    const { userId, projectId } = { ...known, ...unknown() }
    const [tokenId, secret] = [newId(), secrets.generate()]
    const window = { notBefore: now, expiresAt: now + 60_000 }
    const secretDigest = secrets.digest(secret)
    const event = { type: 'TokenIssued', tokenId, secretDigest, projectId, userId, kinds, ...window } as const
    await store.append(`uploadToken-${tokenId}`, 'no-stream', [
      { id: newId(), event, metadata: testMetadata },
    ])
    expectProblem(await world.send(`${tokenId}.${secret}`), refusal)
    await world.expectNothingStored()
  })
})

test('a kind that the token does not allow is refused, and the token good for the one it allows', async () => {
  const token = await running.issueToken({ projectId: world.project, user: world.user, kinds: ['external'] })
  const refusal = newToken('token-kind-not-allowed')
  expectProblem(await world.send(token, 'dataset'), refusal)
  expectProblem(await world.send(token, 'ephemeral'), refusal)
  await world.expectNothingStored()
  expect((await world.send(token, 'external')).status).toBe(200)
})

test('a wrong secret, an unknown id and no token at all are answered alike, and leave no trace', async () => {
  const [token, other] = [await world.issue(), await world.issue()]
  const secretOf = (text: string) => text.slice(text.indexOf('.') + 1)
  const unknownId = `${running.service.ports.newId()}.${secretOf(token)}`
  const strangers = [`${tokenIdOf(token)}.${secretOf(other)}`, `${token}x`, unknownId, 'nonsense']
  const answers = []
  for (const stranger of strangers) answers.push(await world.send(stranger))
  const withoutId = answers.map(({ status, headers, body: { request_id: _id, ...body } }) => ({
    status,
    body,
    type: headers.get('content-type'),
    retryAfter: headers.get('retry-after'),
  }))
  expectProblem(answers[0], newToken('token-invalid'))
  expect(withoutId).toEqual(strangers.map(() => withoutId[0]))

  // A refusal to the token's own holder is recorded: behind it nothing is still to come of the others.
  await upload({ url: running.url, token, csv: worldTable.csv, definition: '<none/>' })
  await until(async () => (await refusalsOf(token)).length > 0)
  const recorded = (await world.newHistory()).filter(({ type }) => type === 'UploadRefused.v1')
  expect(recorded.map(({ data }) => data)).toEqual([
    expect.objectContaining({ reason: 'definition-invalid' }),
  ])
  await world.expectNothingStored()
})
