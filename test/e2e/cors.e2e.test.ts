import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { tokenStatus } from '../support/http-clients'
import { connectRaw } from '../support/raw-http'
import { type RunningService, runService } from '../support/running-service'
import { sample, uploadEndpoint } from '../support/upload'

/** CORS over a socket, as the API's description of answers says it. */

const portal = 'https://portal.example'
const exposed = 'Retry-After, ETag, Content-Range, Content-Disposition'
const { csv, definition } = sample('manual-example')

let running: RunningService
let projectId = 0
beforeAll(async () => {
  running = await runService({ env: { APERTURE_CORS_ORIGINS: `https://other.example,${portal}` } })
  await running.provisionUser('jdoe')
  projectId = await running.provisionProject('Heart', 'jdoe')
})
afterAll(() => running.end())

const issue = () => running.issueToken({ projectId, user: 'jdoe' })

function post(origin: string | undefined, token: string, kind: 'dataset' | 'ephemeral' = 'dataset') {
  const form = new FormData()
  form.set('token', token)
  form.set('file_csv', new Blob([csv]), 'patients.csv')
  form.set('file_def', new Blob([definition]), 'patients.xml')
  const headers: Record<string, string> = origin === undefined ? {} : { origin }
  return fetch(uploadEndpoint(running.url, kind), { method: 'POST', body: form, headers })
}

const expectShared = ({ headers }: Response) => {
  expect(headers.get('access-control-allow-origin')).toBe(portal)
  expect(headers.get('access-control-expose-headers')).toBe(exposed)
  expect(headers.get('access-control-allow-credentials')).toBeNull()
  expect(headers.get('vary')).toMatch(/(^|, )Origin$/)
}

describe('a page of an allowed origin', () => {
  const asPortal = { origin: portal }

  test('reads success, and a refusal of the same upload', async () => {
    const token = await issue()
    const success = await post(portal, token)
    expect(success.status).toBe(200)
    expectShared(success)
    const refusal = await post(portal, token)
    expect([refusal.status, await refusal.json()]).toMatchObject([409, { code: 'token-already-used' }])
    expectShared(refusal)
  })

  test('reads progress and results', async () => {
    const token = await issue()
    await post(portal, token, 'ephemeral')
    const body = new URLSearchParams({ token })
    for (const call of ['status', 'result', 'result'] as const) {
      const answer = await fetch(`${running.url}/-/token/${call}`, {
        method: 'POST',
        body,
        headers: asPortal,
      })
      expectShared(answer)
      await answer.body?.cancel()
    }
  })

  test.each([
    ['GET', '/-/token/dataset_import', 405],
    ['POST', '/-/token/dataset_import', 415],
    ['POST', '/-/token/nothing', 404],
    ['GET', '/-/dataset', 401],
    ['GET', '/-/dataset/1?a=b', 401],
    ['GET', '/-/dataset/%', 400],
  ])('reads every refusal: %s %s %i', async (method, address, status) => {
    const answer = await fetch(running.url + address, { method, headers: asPortal })
    expect(answer.status).toBe(status)
    expectShared(answer)
  })

  test('reads data, in ranges and not modified', async () => {
    const uploaded = (await (await post(portal, await issue())).json()) as {
      readonly dataset: { readonly url: string }
    }
    const headers = { ...asPortal, authorization: `Bearer ${await running.dataJwt('jdoe')}` }
    const whole = await fetch(uploaded.dataset.url, { headers })
    const etag = whole.headers.get('etag') ?? ''
    const part = await fetch(uploaded.dataset.url, { headers: { ...headers, range: 'bytes=0-3' } })
    const same = await fetch(uploaded.dataset.url, { headers: { ...headers, 'if-none-match': etag } })
    expect([whole.status, part.status, same.status]).toEqual([200, 206, 304])
    for (const answer of [whole, part, same]) expectShared(answer)
  })

  test.each([
    ['/-/token/dataset_import', 'POST', 'POST, OPTIONS'],
    ['/-/token/ephemeral_dataset_import', 'POST', 'POST, OPTIONS'],
    ['/-/token/external_dataset_import', 'POST', 'POST, OPTIONS'],
    ['/-/token/status', 'POST', 'POST, OPTIONS'],
    ['/-/token/result', 'POST', 'POST, OPTIONS'],
    ['/-/dataset/1', 'GET', 'GET, HEAD, OPTIONS'],
  ])('is told in a preflight of %s what it may do', async (address, asked, methods) => {
    const answer = await fetch(running.url + address, {
      method: 'OPTIONS',
      headers: {
        ...asPortal,
        'access-control-request-method': asked,
        'access-control-request-headers': 'authorization',
      },
    })
    expect(answer.status).toBe(200)
    expectShared(answer)
    expect(answer.headers.get('access-control-allow-methods')).toBe(methods)
    expect(answer.headers.get('access-control-allow-headers')).toMatch(
      /^Authorization, Content-Type, .*Range/,
    )
    expect(answer.headers.get('access-control-max-age')).toBe('600')
    expect(await answer.json()).toMatchObject({ methods: methods.split(', ') })
  })

  test('management is for no page', async () => {
    const answer = await fetch(`${running.url}/management/provision/user`, { headers: asPortal })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('a page of a foreign origin', () => {
  const history = async () => (await running.service.ports.store.readAll(null, 10_000)).length

  test.each([
    'https://portal.example.evil',
    'http://portal.example',
    `${portal}:8443`,
    'null',
    portal.toUpperCase(),
  ])('%s: origin-not-allowed, and nothing is spent or stored', async (origin) => {
    const token = await issue()
    const [events, kept] = [await history(), await readdir(path.join(running.directory, 'data', 'datasets'))]
    const answer = await post(origin, token)
    expect(answer.status).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(await answer.json()).toMatchObject({ code: 'origin-not-allowed', retry: 'never' })
    expect((await tokenStatus(running.url, token)).body.status).toBe('issued')
    expect(await history()).toBe(events)
    expect(await readdir(path.join(running.directory, 'data', 'datasets'))).toEqual(kept)
    expect((await post(portal, token)).status).toBe(200)
  })

  test('is refused before its body is read, or even asked for', async () => {
    const connection = await connectRaw(Number(new URL(running.url).port))
    await connection.send(
      'POST /-/token/dataset_import HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\nExpect: 100-continue\r\n' +
        'Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n',
    )
    const answer = await connection.answer()
    expect(answer.status).toBe(403)
    expect(connection.interim()).toEqual([])
    connection.reset()
  })

  test('is told of a preflight nothing', async () => {
    const answer = await fetch(uploadEndpoint(running.url, 'dataset'), {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(answer.headers.get('vary')).toBe('Origin')
  })
})

test("the service's own origin is never foreign, and neither is whoever names none", async () => {
  for (const origin of [running.url, undefined]) expect((await post(origin, await issue())).status).toBe(200)
})

test('without configured origins no page is asked where it is from, and none is told anything', async () => {
  const open = await runService()
  try {
    const answer = await fetch(uploadEndpoint(open.url, 'dataset'), {
      method: 'POST',
      headers: { origin: portal },
    })
    expect(answer.status).toBe(415)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('vary')).toBeNull()
  } finally {
    await open.end()
  }
})
