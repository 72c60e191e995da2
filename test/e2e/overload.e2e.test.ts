import { holdUpload } from '../support/held-upload'
import { tokenIdOf, tokenStatus } from '../support/http-clients'
import { connectRaw } from '../support/raw-http'
import { type RunningService, runService } from '../support/running-service'
import { type TokenWorld, tokenWorld } from '../support/token-world'
import { until } from '../support/until'
import { sample, type UploadResponse, upload, uploadEndpoint } from '../support/upload'
import { closing, fieldPart, filePart, formType, openForm } from '../support/upload-form'

const table = sample('manual-example')

const expectLater = ({ status, headers, body }: UploadResponse, code: string, seconds: string | null) => {
  expect(body).toMatchObject({ code, retry: seconds === null ? 'new-token' : 'later' })
  expect([status, headers.get('retry-after')]).toEqual([code === 'token-exhausted' ? 429 : 503, seconds])
}

describe('one slot', () => {
  let running: RunningService
  let world: TokenWorld
  beforeAll(async () => {
    running = await runService({ env: { APERTURE_MAX_CONCURRENT_IMPORTS: '1' } })
    world = await tokenWorld(running)
  })
  afterAll(() => running.end())

  test('is taken by an upload whose token was accepted: any other hears 503 busy with Retry-After', async () => {
    const [first, second] = [await world.issue(), await world.issue()]
    const held = await holdUpload({ url: running.url, token: first, ...table })
    for (let time = 0; time < 25; time++) {
      expectLater(await upload({ url: running.url, token: second, ...table }), 'busy', '5')
    }
    expect((await held.finish()).status).toBe(200)
    // However often it was told so.
    expect((await upload({ url: running.url, token: second, ...table })).status).toBe(200)
  })

  test('is held by no connection without a good token', async () => {
    const { pathname, port } = new URL(uploadEndpoint(running.url, 'dataset'))
    const head = `POST ${pathname} HTTP/1.1\r\nHost: a\r\nContent-Type: ${formType}\r\nContent-Length: 99999\r\n\r\n`
    const beginnings = [
      '',
      openForm([filePart('file_def', table.definition, 'd.xml')]),
      Buffer.concat([
        openForm([fieldPart('token', `${tokenIdOf(await world.issue())}.${'s'.repeat(43)}`)]),
        closing,
      ]),
    ]
    const connections = await Promise.all(beginnings.map(() => connectRaw(Number(port))))
    for (const [index, connection] of connections.entries()) {
      await connection.send(head)
      await connection.send(beginnings[index] ?? '')
    }
    expect((await upload({ url: running.url, token: await world.issue(), ...table })).status).toBe(200)
    for (const connection of connections) connection.reset()
  })

  test.each(['abort', 'end'] as const)(
    'is free within 5 seconds when its client is gone: %s',
    async (leave) => {
      const [first, second] = [await world.issue(), await world.issue()]
      const held = await holdUpload({ url: running.url, token: first, ...table })
      const gone = performance.now()
      held[leave]()
      await until(async () => (await tokenStatus(running.url, first)).body.status === 'issued')
      expect(performance.now() - gone).toBeLessThan(5_000)
      for (const token of [first, second]) {
        expect((await upload({ url: running.url, token, ...table })).status).toBe(200)
      }
    },
  )
})

test('429 token-exhausted is told of no spent token, and counts neither aborts nor token-in-use', async () => {
  const running = await runService()
  try {
    const token = await (await tokenWorld(running)).issue()
    const request = { url: running.url, token, ...table }
    for (let time = 0; time < 25; time++) {
      const held = await holdUpload(request)
      const refused = await upload(request)
      expect(refused).toMatchObject({ status: 409, body: { code: 'token-in-use', retry: 'later' } })
      held.abort()
      await until(async () => (await tokenStatus(running.url, token)).body.status === 'issued')
    }
    expect((await upload(request)).status).toBe(200)
    for (let time = 0; time < 25; time++) {
      expect((await upload(request)).body.code).toBe('token-already-used')
    }
  } finally {
    await running.end()
  }
})

test('429 token-exhausted comes with no Retry-After, behind twenty refusals', async () => {
  const running = await runService()
  try {
    const { issue } = await tokenWorld(running)
    const request = { url: running.url, token: await issue(), csv: 'wrong\n', definition: table.definition }
    for (let time = 0; time < 20; time++) expect((await upload(request)).body.code).toBe('header-mismatch')
    expectLater(await upload(request), 'token-exhausted', null)
  } finally {
    await running.end()
  }
})
