import { createServer } from 'node:net'
import { deploymentSecrets } from '../support/deployment-secrets'
import { manage, tokenStatus } from '../support/http-clients'
import { type Launched, startAperture } from '../support/processes'
import { connectRaw } from '../support/raw-http'
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'
import { sample, upload } from '../support/upload'
import { formType } from '../support/upload-form'

/** Variables by which a process refuses what it would take, and says less. */

// The start of a process; a busy machine takes its time over it.
jest.setTimeout(60_000)

const secrets = deploymentSecrets()
let directory: TemporaryDirectory
let port: number
let service: Launched
beforeAll(async () => {
  directory = await temporaryDirectory()
  port = await freePort()
  service = startAperture(['serve'], {
    ...secrets.env,
    APERTURE_DATA_DIR: directory.path,
    APERTURE_PORT: String(port),
    APERTURE_STATUS_CODES: 'manual',
    APERTURE_MIN_FREE_BYTES: String(2 ** 50),
    APERTURE_UPLOAD_MAX_SECONDS: '1',
    APERTURE_LOG_LEVEL: 'warn',
    APERTURE_PROT: '1234',
  })
  await until(() =>
    fetch(`${url()}/-/health/ready`)
      .then(({ ok }) => ok)
      .catch(() => service.hasEnded()),
  )
})
afterAll(async () => {
  service.signal('SIGKILL')
  await service.ended
  await directory.remove()
})

const url = () => `http://127.0.0.1:${port}`

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

const managed = { url: '', managementJwt: secrets.managementJwt }
const provision = (what: string, body: object) => manage({ ...managed, url: url() }, 'POST', what, body)

test('APERTURE_STATUS_CODES and APERTURE_MIN_FREE_BYTES: without room an upload is 500, failed, and costs no token', async () => {
  expect((await provision('user', { user: 'jdoe' })).status).toBe(200)
  const project = await provision('project', { name: 'Heart', description: '', owner: 'jdoe' })
  const issued = await provision('uploadtoken', { project: project.body.id, user: 'jdoe' })
  const token = String(issued.body.token)
  const { status, headers, body } = await upload({ url: url(), token, ...sample('manual-example') })
  expect([status, headers.get('content-type'), headers.get('retry-after')]).toEqual([
    500,
    'application/json',
    '60',
  ])
  expect(body).toMatchObject({ status: 'failed', code: 'disk-full', retry: 'later' })
  expect((await tokenStatus(url(), token)).body.status).toBe('issued')
})

test('APERTURE_UPLOAD_MAX_SECONDS: a whole upload is waited for no longer', async () => {
  const connection = await connectRaw(port)
  await connection.send(
    `POST /-/token/dataset_import HTTP/1.1\r\nHost: a\r\nContent-Type: ${formType}\r\nContent-Length: 99\r\n\r\n`,
  )
  const { status, body } = await connection.answer()
  expect(status).toBe(500)
  expect(JSON.parse(body)).toMatchObject({
    status: 'refused',
    code: 'upload-idle',
    detail: expect.stringMatching(/^An upload may take 1 second/),
  })
  await connection.closed
})

test('APERTURE_LOG_LEVEL: warn leaves no line of a lower level, and what there is is JSON', async () => {
  service.signal('SIGTERM')
  const { end, stdout } = await service.ended
  expect(end).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'warn', variable: 'APERTURE_PROT' }),
  ])
})
