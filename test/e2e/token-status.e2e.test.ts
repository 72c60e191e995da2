import { holdUpload } from '../support/held-upload'
import { manage, tokenIdOf } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { type UploadResponse, upload } from '../support/upload'

/** `POST /-/token/status` over a socket: each word that it has, and the forms in which it may be asked. */

const csv = 'a\n1\n'
const definition =
  '<DatasetDefinition><Columns><Column Name="a" Type="integer"/></Columns></DatasetDefinition>'

let running: RunningService
let project: number
let now = Date.parse('2031-05-17T08:00:00Z')
/** What happens right behind the consumption of a token. */
let meanwhile = (): void => undefined
beforeAll(async () => {
  running = await runService({
    replaced: { clock: () => now },
    reached: (point) => {
      if (point === 'after append TokenConsumed') meanwhile()
    },
  })
  await running.provisionUser('jdoe')
  project = await running.provisionProject('Words', 'jdoe')
})
afterAll(() => running.end())

const issue = (more: { readonly notBefore?: number; readonly expiresInSeconds?: number } = {}) =>
  running.issueToken({ projectId: project, user: 'jdoe', ...more })
const send = (token: string): Promise<UploadResponse> =>
  upload({ url: running.url, token, csv, definition, order: 'definition-first' })

const bodies: readonly (readonly [form: string, (token: string) => RequestInit])[] = [
  ['urlencoded', (token) => ({ body: new URLSearchParams({ token }) })],
  [
    'multipart',
    (token) => {
      const form = new FormData()
      form.set('token', token)
      return { body: form }
    },
  ],
  ['JSON', (token) => ({ body: JSON.stringify({ token }), headers: { 'Content-Type': 'application/json' } })],
]

async function statusOf(token: string): Promise<Record<string, unknown>> {
  const told: Record<string, unknown>[] = []
  for (const [, request] of bodies) {
    const answer = await fetch(`${running.url}/-/token/status`, { method: 'POST', ...request(token) })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    told.push((await answer.json()) as Record<string, unknown>)
  }
  expect(told).toEqual(bodies.map(() => told[0]))
  return told[0] ?? {}
}

test('issued, with kinds, max_bytes and expires_at, as often as it is asked', async () => {
  const token = await issue({ expiresInSeconds: 60 })
  for (const _ of ['once', 'and again']) {
    expect(await statusOf(token)).toEqual({
      status: 'issued',
      kinds: ['dataset', 'ephemeral', 'external'],
      max_bytes: 10 * 2 ** 30,
      expires_at: new Date(now + 60_000).toISOString(),
    })
  }
  expect((await send(token)).status).toBe(200)
})

test('not-yet-valid, then issued, then expired', async () => {
  const token = await issue({ notBefore: now + 60_000, expiresInSeconds: 60 })
  const words = []
  for (const _ of ['before', 'within', 'behind']) {
    words.push((await statusOf(token)).status)
    now += 60_000
  }
  expect(words).toEqual(['not-yet-valid', 'issued', 'expired'])
})

test('revoked', async () => {
  const token = await issue()
  await manage(running, 'DELETE', `uploadtoken/${tokenIdOf(token)}`)
  expect(await statusOf(token)).toMatchObject({ status: 'revoked' })
})

test('receiving, and then imported with the body of the 200', async () => {
  const token = await issue()
  const held = await holdUpload({ url: running.url, token, csv, definition })
  const receiving = await statusOf(token)
  expect(receiving.status).toBe('receiving')
  expect(receiving).not.toHaveProperty('import')
  const answer = await held.finish()
  expect(answer.status).toBe(200)
  expect(await statusOf(token)).toMatchObject({ status: 'imported', import: JSON.parse(answer.body) })
})

test('committing, of a consumed token whose outcome is not yet stored', async () => {
  const token = await issue()
  const { store } = running.service.ports
  const { append } = store
  const told: unknown[] = []
  // The ports are the service's own: its next append waits until the status has been told.
  meanwhile = () => {
    meanwhile = () => undefined
    Object.assign(store, {
      append: async (...call: Parameters<typeof append>) => {
        Object.assign(store, { append })
        const { body } = await manage(running, 'GET', `uploadtoken/${tokenIdOf(token)}`)
        const list = await manage(running, 'GET', 'uploadtoken?state=committing')
        told.push(await statusOf(token), body.state, list.body, (await send(token)).body)
        return append(...call)
      },
    })
  }
  const imported = await send(token)
  expect(imported.status).toBe(200)
  const { import_id: id } = imported.body
  const brief = { status: 'committing', import_id: id, dataset: { id, kind: 'dataset' } }
  expect(told).toEqual([
    expect.objectContaining({ status: 'committing', import: brief }),
    'committing',
    [expect.objectContaining({ token_id: tokenIdOf(token), state: 'committing' })],
    expect.objectContaining({ code: 'token-already-used', import: brief }),
  ])
})
