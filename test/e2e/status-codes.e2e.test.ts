import { manage } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { sample, upload, uploadEndpoint } from '../support/upload'

/** `APERTURE_STATUS_CODES=manual`, over a socket. */

const { csv, definition } = sample('manual-example')
const kinds = ['dataset', 'ephemeral', 'external'] as const

let running: RunningService
beforeAll(async () => {
  running = await runService({ env: { APERTURE_STATUS_CODES: 'manual' } })
})
afterAll(() => running.end())

test('POSTs of management answer 200 instead of 201', async () => {
  const user = await manage(running, 'POST', 'user', { user: 'jdoe' })
  const project = await manage(running, 'POST', 'project', { name: 'Heart', description: '', owner: 'jdoe' })
  const token = await manage(running, 'POST', 'uploadtoken', { project: project.body.id, user: 'jdoe' })
  expect([user, project, token].map(({ status }) => status)).toEqual([200, 200, 200])
  expect(token.body).toMatchObject({ status: 'issued', token: expect.any(String) })
  const put = await manage(running, 'PUT', 'user/asmith', {})
  expect(put.status).toBe(201)
  expect((await manage(running, 'POST', 'user', { user: 'jdoe' })).status).toBe(409)

  const imported = await upload({ url: running.url, token: String(token.body.token), csv, definition })
  expect([imported.status, imported.body.status]).toEqual([200, 'imported'])
  const again = await upload({ url: running.url, token: String(token.body.token), csv, definition })
  expect(again.status).toBe(500)
  expect(again.headers.get('content-type')).toBe('application/json')
  expect(again.body).toEqual({
    type: '/-/problems/token-already-used',
    title: expect.any(String),
    status: 'refused',
    detail: expect.any(String),
    code: 'token-already-used',
    request_id: expect.any(String),
    retry: 'new-token',
    import: imported.body,
  })
})

test.each(kinds)('a refusal of the %s endpoint is 500, whatever was refused', async (kind) => {
  const address = uploadEndpoint(running.url, kind)
  for (const [method, code] of [
    ['POST', 'media-type'],
    ['GET', 'method-not-allowed'],
  ] as const) {
    const answer = await fetch(address, { method })
    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toMatchObject({ status: 'refused', code })
  }
  expect((await fetch(address, { method: 'OPTIONS' })).status).toBe(200)
})

test('a fault of an upload is 500 too, and failed', async () => {
  const faulty = await runService({
    env: { APERTURE_STATUS_CODES: 'manual' },
    replaced: {
      secrets: {
        generate: () => 'x',
        digest: () => 'y',
        matches: () => {
          throw new Error('planted')
        },
      },
    },
  })
  try {
    const token = '00000000-0000-4000-8000-000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    const answer = await upload({ url: faulty.url, token, csv, definition })
    expect(answer.status).toBe(500)
    expect(answer.headers.get('retry-after')).not.toBeNull()
    expect(answer.body).toMatchObject({ status: 'failed', code: 'internal', retry: 'later' })
  } finally {
    await faulty.end()
  }
})

test('everything else keeps its statuses: token status, data, what is not there', async () => {
  const status = await fetch(`${running.url}/-/token/status`, { method: 'POST', body: new URLSearchParams() })
  expect(status.status).toBe(400)
  expect(status.headers.get('content-type')).toBe('application/problem+json')
  expect((await fetch(`${running.url}/-/dataset`)).status).toBe(401)
  expect((await fetch(`${running.url}/-/nothing`)).status).toBe(404)
})
