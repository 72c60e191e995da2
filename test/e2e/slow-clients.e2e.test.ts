import { holdUpload } from '../support/held-upload'
import { tokenStatus } from '../support/http-clients'
import { connectRaw, type RawConnection } from '../support/raw-http'
import { type RunningService, runService } from '../support/running-service'
import { type TokenWorld, tokenWorld } from '../support/token-world'
import { sample, upload, uploadEndpoint } from '../support/upload'
import { fieldPart, filePart, formType, openForm, orders } from '../support/upload-form'

const patience = { headMs: 400, tokenMs: 300, idleMs: 600, uploadMs: 2_500 }
const table = sample('heart-disease')

let running: RunningService
let world: TokenWorld
beforeAll(async () => {
  running = await runService({ patience })
  world = await tokenWorld(running)
})
afterAll(() => running.end())

const connect = () => connectRaw(Number(new URL(running.url).port))

const head = (path: string, type: string) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: 100000\r\n\r\n`

async function beginUpload(...beginning: readonly (string | Uint8Array)[]): Promise<RawConnection> {
  const connection = await connect()
  await connection.send(head(new URL(uploadEndpoint(running.url, 'dataset')).pathname, formType))
  for (const bytes of beginning) await connection.send(bytes)
  return connection
}

/** That the client was told, and that its connection does not outlast that. */
async function expectIdle(connection: RawConnection, detail: RegExp): Promise<void> {
  const { status, headers, body } = await connection.answer()
  expect(status).toBe(408)
  expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  expect(JSON.parse(body)).toMatchObject({
    type: '/-/problems/upload-idle',
    status: 408,
    detail: expect.stringMatching(detail),
    code: 'upload-idle',
    import_status: 'refused',
    retry: 'same-token',
  })
  await connection.closed
}

describe('POST /-/token/dataset_import answers 408 upload-idle, and closes the connection, when', () => {
  test('the token does not come', async () => {
    const partOfToken = '--form-b0undary\r\nContent-Disposition: form-data; name="token"\r\n\r\nabc'
    const file = openForm([filePart('file_def', table.definition, 'd.xml')])
    const beginnings = ['', '--form-b0undary\r\nContent-Disp', partOfToken, file]
    const connections = await Promise.all(beginnings.map((beginning) => beginUpload(beginning)))
    for (const connection of connections) {
      await expectIdle(connection, /^The token must have arrived after 0\.3 seconds/)
    }
  })

  test.each(orders)('the table stops in the middle, %s: the token is as good as before', async (order) => {
    const token = await world.issue()
    const held = await holdUpload({ url: running.url, token, ...table, order })
    const { status, body } = await held.answer()
    expect(status).toBe(408)
    expect(JSON.parse(body).detail).toMatch(/ 1024 bytes a second over 0\.6 seconds/)
    await held.closed
    expect((await tokenStatus(running.url, token)).body.status).toBe('issued')
    expect((await upload({ url: running.url, token, ...table })).status).toBe(200)
  })

  test('the end of the form does not come, however fast the rest is', async () => {
    const token = await world.issue()
    const connection = await beginUpload(openForm([fieldPart('token', token)]))
    const disposition = 'Content-Disposition: form-data; name="file_csv"; filename="t"'
    await connection.send(`--form-b0undary\r\n${disposition}\r\n\r\n`)
    const sending = setInterval(() => void connection.send('a'.repeat(500)), 100)
    await expectIdle(connection, /^An upload may take 2\.5 seconds/).finally(() => clearInterval(sending))
  })
})

test('POST of a small body answers 408 body-idle, and closes the connection, when it does not come', async () => {
  const form = 'application/x-www-form-urlencoded'
  const requests = [
    ['/-/token/status', form],
    ['/-/token/result', form],
    ['/management/provision/user', 'application/json'],
  ] as const
  const authorization = `Authorization: Bearer ${await running.managementJwt()}\r\n\r\n`
  const connections = await Promise.all(
    requests.map(async ([path, type]) => {
      const connection = await connect()
      await connection.send(`${head(path, type).replace(/\r\n$/, authorization)}{`)
      return connection
    }),
  )
  for (const connection of connections) {
    const { status, body } = await connection.answer()
    expect(status).toBe(408)
    expect(JSON.parse(body)).toMatchObject({
      code: 'body-idle',
      detail: expect.stringMatching(/ 0\.6 seconds/),
    })
    await connection.closed
  }
})

test('a connection without a whole head is closed', async () => {
  const unfinished = ['', 'POST /-/tok', 'POST /-/token/dataset_import HTTP/1.1\r\nHost: a\r\nX-A: b\r\n']
  const connections = await Promise.all(
    unfinished.map(async (beginning) => {
      const connection = await connect()
      if (beginning !== '') await connection.send(beginning)
      return connection
    }),
  )
  await Promise.all(connections.map(({ closed }) => closed))
})
