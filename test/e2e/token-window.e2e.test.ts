import { holdUpload } from '../support/held-upload'
import { manage, tokenStatus } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
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
import { orders } from '../support/upload-form'

let running: RunningService
let clock = 0
beforeAll(async () => {
  running = await runService({ replaced: { clock: () => clock } })
})
afterAll(() => running.end())

let world: TokenWorld
beforeEach(async () => {
  clock = Date.parse('2031-05-17T08:00:00Z')
  world = await tokenWorld(running)
})

describe('the window', () => {
  const notBefore = Date.parse('2031-05-17T09:00:00Z')
  const expiresAt = notBefore + 60_000
  const issueForAMinute = async (): Promise<string> => {
    const { status, body } = await manage(running, 'POST', 'uploadtoken', {
      project: world.project,
      user: world.user,
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
    expect((await world.send(token)).status).toBe(200)
  })

  test('is not yet open a millisecond before its beginning, and then is when the client was told', async () => {
    const token = await issueForAMinute()
    clock = notBefore - 1
    const early = await world.send(token)
    expectProblem(early, { status: 403, code: 'token-not-yet-valid', retry: 'later' })
    await world.expectNothingStored()
    expect(early.headers.get('retry-after')).toBe('1')
    clock += 1_000
    expect((await world.send(token)).status).toBe(200)
  })

  test('tells the seconds to wait, and no fewer', async () => {
    const token = await issueForAMinute()
    clock = notBefore - 90_500
    expect((await world.send(token)).headers.get('retry-after')).toBe('91')
  })

  test('is over at its end', async () => {
    const token = await issueForAMinute()
    clock = expiresAt
    const late = await world.send(token)
    expectProblem(late, newToken('token-expired'))
    expect(late.headers.get('retry-after')).toBeNull()
    await world.expectNothingStored()
  })

  test('is looked at once: an upload that began within it may end behind it', async () => {
    const token = await issueForAMinute()
    clock = expiresAt - 1
    const held = await holdUpload({ url: running.url, token, ...worldTable })
    clock = expiresAt
    expect((await held.finish()).status).toBe(200)
  })
})

describe.each(orders)('what changes while the table arrives, in the order: %s', (order) => {
  test.each<[string, Kind, UploadProblem, (world: TokenWorld, token: string) => Promise<void>, string]>([
    ['the user is deactivated', 'dataset', never('user-inactive'), (world) => world.deactivate(), 'issued'],
    [
      'ownership is withdrawn',
      'external',
      never('not-owner'),
      ({ setOwners, colleague }) => setOwners(colleague),
      'issued',
    ],
    ['the project is retired', 'ephemeral', never('project-retired'), (world) => world.retire(), 'issued'],
    [
      'the token is revoked',
      'dataset',
      newToken('token-revoked'),
      (world, token) => world.revoke(token),
      'revoked',
    ],
  ])(
    '%s: the import (%s) is refused, and the token not spent',
    async (_what, kind, refusal, happen, state) => {
      const token = await world.issue()
      const held = await holdUpload({ url: running.url, token, kind, order, ...worldTable })
      await happen(world, token)
      const { status, body } = await held.finish()
      expectProblem({ status, body: JSON.parse(body) }, refusal)
      await world.expectNothingStored()
      expect((await tokenStatus(running.url, token)).body.status).toBe(state)
    },
  )
})
