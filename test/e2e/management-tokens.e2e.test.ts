import { randomUUID } from 'node:crypto'
import { externalAddress, identifierOf, uploadWith } from '../support/external-upload'
import { holdUpload } from '../support/held-upload'
import { manage, tokenIdOf } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { sample, upload } from '../support/upload'

let running: RunningService
let now = Date.parse('2031-05-17T08:00:00Z')
let project: number
beforeAll(async () => {
  running = await runService({ replaced: { clock: () => now } })
  await running.provisionUser('owner')
  project = await running.provisionProject('Tokens', 'owner')
})
afterAll(() => running.end())

const issue = (more: object = {}) => running.issueToken({ projectId: project, user: 'owner', ...more })
const list = async (query: string): Promise<readonly string[]> => {
  const { status, body } = await manage(running, 'GET', `uploadtoken?${query}`)
  expect(status).toBe(200)
  return (body as unknown as readonly { token_id: string }[]).map(({ token_id }) => token_id)
}
const stateOf = async (token: string, query = '') =>
  (await manage(running, 'GET', `uploadtoken/${tokenIdOf(token)}${query}`)).body.state

describe('GET /management/provision/uploadtoken?project=&user=&state=&before=', () => {
  test('lists tokens by the words of the status call, as they are at that time', async () => {
    const byState: Record<string, string> = {}
    const expired = await issue({ expiresInSeconds: 60 })
    now += 60_000
    byState.expired = expired
    byState['not-yet-valid'] = await issue({ notBefore: now + 60_000 })
    byState.issued = await issue()
    byState.revoked = await issue()
    await manage(running, 'DELETE', `uploadtoken/${tokenIdOf(byState.revoked)}`)
    byState.imported = await issue()
    expect((await uploadWith(running, byState.imported, '', 'dataset')).status).toBe(200)
    byState.receiving = await issue()
    const held = await holdUpload({ url: running.url, token: byState.receiving, ...sample('heart-disease') })

    for (const [state, token] of Object.entries(byState)) {
      expect([state, await list(`project=${project}&state=${state}`)]).toEqual([state, [tokenIdOf(token)]])
      expect(await stateOf(token)).toBe(state)
    }
    expect(await list(`project=${project}&state=failed`)).toEqual([])
    expect(await list(`user=owner&state=committing`)).toEqual([])
    expect(await list(`project=${project}`)).toHaveLength(6)
    expect((await held.finish()).status).toBe(200)
    expect(await list(`state=receiving`)).toEqual([])
    expect([...(await list(`state=imported`))].sort()).toEqual(
      [byState.imported, byState.receiving].map(tokenIdOf).sort(),
    )
  })

  test('goes on behind a token, within a state', async () => {
    const user = 'pager'
    await running.provisionUser(user)
    const own = await running.provisionProject('Pages', user)
    const tokens: string[] = []
    for (let n = 0; n < 3; n += 1) {
      now += 1_000
      tokens.push(tokenIdOf(await running.issueToken({ projectId: own, user })))
    }
    const newestFirst = tokens.reverse()
    expect(await list(`user=${user}&state=issued`)).toEqual(newestFirst)
    expect(await list(`user=${user}&state=issued&before=${newestFirst[0]}`)).toEqual(newestFirst.slice(1))
  })

  test('refuses a state that there is none of', async () => {
    const { status, body } = await manage(running, 'GET', 'uploadtoken?state=used')
    expect([status, body.code]).toEqual([400, 'parameter-invalid'])
  })
})

test('GET /management/provision/uploadtoken/{token_id} tells the whole import and its history', async () => {
  const [token, uuid] = [await issue(), randomUUID()]
  const { body: imported } = await uploadWith(running, token, identifierOf(uuid), 'external')
  const { body } = await manage(running, 'GET', `uploadtoken/${tokenIdOf(token)}`)
  expect(body).toMatchObject({ token_id: tokenIdOf(token), state: 'imported', project, user: 'owner' })
  expect(body.import).toEqual({
    id: imported.import_id,
    kind: 'external',
    outcome: 'imported',
    dataset_id: imported.import_id,
    uuid,
    url: externalAddress(running, uuid),
    rows: 2,
  })
  const history = body.history as readonly { readonly type: string; readonly data: object }[]
  expect(history.map(({ type }) => type)).toEqual(['TokenIssued.v1', 'TokenConsumed.v1'])
  expect(history[0]?.data).toMatchObject({ tokenId: tokenIdOf(token), projectId: project })
})

describe('GET /management/provision/uploadtoken/{token_id}?wait=30', () => {
  test('answers when the state changes', async () => {
    const token = await issue()
    const waiting = stateOf(token, '?wait=60')
    const answer = await upload({ url: running.url, token, ...sample('manual-example') })
    expect(answer.status).toBe(200)
    expect(['receiving', 'committing', 'imported']).toContain(await waiting)
  })

  test('answers with what is, when nothing has changed by then', async () => {
    expect(await stateOf(await issue(), '?wait=1')).toBe('issued')
  })

  test('waits for a minute at the most', async () => {
    const { status, body } = await manage(running, 'GET', `uploadtoken/${tokenIdOf(await issue())}?wait=61`)
    expect([status, body.code]).toEqual([400, 'parameter-invalid'])
  })

  test('ends at once when the service stops', async () => {
    const other = await runService()
    await other.provisionUser('owner')
    const projectId = await other.provisionProject('Stopping', 'owner')
    const token = await other.issueToken({ projectId, user: 'owner' })
    const waiting = manage(other, 'GET', `uploadtoken/${tokenIdOf(token)}?wait=60`)
    // Its answer is under way once the one that was asked behind it has been given.
    await manage(other, 'GET', `uploadtoken/${tokenIdOf(token)}`)
    const ended = other.end()
    expect(await waiting).toMatchObject({ status: 200, body: { state: 'issued' } })
    await ended
  })
})
