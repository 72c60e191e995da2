import { byteForms, sightings } from '../support/byte-scan'
import { holdUpload } from '../support/held-upload'
import { hasNginx, type Nginx, startNginx } from '../support/nginx'
import { connectRaw } from '../support/raw-http'
import { type RunningService, runService } from '../support/running-service'
import { until } from '../support/until'
import { upload, uploadEndpoint } from '../support/upload'
import { fieldPart, filePart, formType, wholeForm } from '../support/upload-form'
import { blocksOf, page } from './markdown'

const documented = blocksOf(page('docs/operations.md'), 'nginx')[0] ?? ''

/** The documented blocks without TLS, between these addresses. */
const between = (service: RunningService, address: string, blocks = documented): string =>
  blocks
    .replace('127.0.0.1:8080', new URL(service.url).host)
    .replace('443 ssl', address)
    .replaceAll(/^ *ssl_certificate.*$/gm, '')

const canary = 'canary-of-a-person'
const definition = `<DatasetDefinition><Columns>
  <Column Name="person" Type="text" Deidentify="drop"/><Column Name="filling" Type="text"/>
</Columns></DatasetDefinition>`

/** A table of about this many bytes, the canary in each row. */
const tableOf = (bytes: number): Buffer => {
  const row = `${canary},${'x'.repeat(1_000)}\n`
  return Buffer.from(`person,filling\n${row.repeat(Math.ceil(bytes / row.length))}`)
}

const table = tableOf(20_000_000)
const seenIn = (nginx: Nginx) => sightings(nginx.written(), byteForms([canary])).map(({ where }) => where)

const formOf = (token: string): Buffer =>
  wholeForm([
    fieldPart('token', token),
    filePart('file_csv', table, 'table.csv'),
    filePart('file_def', definition, 'definition.xml'),
  ])

const headOf = (nginx: Nginx, form: Buffer): string => {
  const { host, pathname } = new URL(uploadEndpoint(nginx.url, 'dataset'))
  const length = `Content-Length: ${form.length}`
  return `${[`POST ${pathname} HTTP/1.1`, `Host: ${host}`, `Content-Type: ${formType}`, length].join('\r\n')}\r\n\r\n`
}

const where = hasNginx ? describe : describe.skip

where('behind nginx as docs/operations.md has it (skipped where nginx is not installed)', () => {
  let service: RunningService
  let nginx: Nginx
  let token: () => Promise<string>

  beforeAll(async () => {
    service = await runService()
    await service.provisionUser('jdoe')
    const projectId = await service.provisionProject('behind a proxy', 'jdoe')
    token = () => service.issueToken({ projectId, user: 'jdoe' })
    nginx = await startNginx((address) => between(service, address))
  })
  afterAll(async () => {
    await nginx.end()
    await service.end()
  })

  test('an upload of 20 MB leaves no byte in its directories, neither on its way nor behind it', async () => {
    const held = await holdUpload({ url: nginx.url, token: await token(), csv: table, definition })
    expect(seenIn(nginx)).toEqual([])
    expect((await held.finish()).status).toBe(200)
    expect(seenIn(nginx)).toEqual([])
  })

  test('a proxy that collects requests is seen by the same look', async () => {
    const collecting = documented.replace('proxy_request_buffering off', 'proxy_request_buffering on')
    const other = await startNginx((address) => between(service, address, collecting))
    try {
      const connection = await connectRaw(Number(new URL(other.url).port))
      const form = formOf(await token())
      await connection.send(headOf(other, form))
      await connection.send(form.subarray(0, form.length / 2))
      await until(() => seenIn(other).length > 0)
      connection.reset()
    } finally {
      await other.end()
    }
  })

  test.each(['manual', 'definition-first'] as const)(
    'an early refusal reaches a client that sends 20 MB all the same, as JSON: %s',
    async (order) => {
      const refused = await upload({ url: nginx.url, token: 'not.a-token', csv: table, definition, order })
      expect(refused.status).toBe(403)
      expect(refused.headers.get('content-type')).toBe('application/problem+json')
      expect(refused.body).toMatchObject({ code: 'token-invalid', retry: 'new-token' })
    },
  )

  test('an early refusal reaches a client that reads only when it has sent all', async () => {
    const connection = await connectRaw(Number(new URL(nginx.url).port))
    const form = formOf('not.a-token')
    await connection.send(headOf(nginx, form))
    await connection.send(form)
    const answer = await connection.answer()
    connection.end()
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'token-invalid' })
  })

  test('metrics stay inside, everything else is reached', async () => {
    expect((await fetch(`${nginx.url}/-/metrics`)).status).toBe(404)
    expect((await fetch(`${nginx.url}/-/health/ready`)).status).toBe(200)
  })
})
