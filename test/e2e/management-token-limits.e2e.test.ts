import { createHash, randomUUID } from 'node:crypto'
import { auditedEvents } from '../support/audit'
import { identifierOf } from '../support/external-upload'
import { manage, tokenIdOf, tokenStatus } from '../support/http-clients'
import { connectRaw } from '../support/raw-http'
import { type RunningService, runService } from '../support/running-service'
import { type UploadRequest, upload, uploadEndpoint } from '../support/upload'
import { closing, fieldPart, filePart, formType, inOrder, orders, wholeForm } from '../support/upload-form'

let running: RunningService
let project: number
beforeAll(async () => {
  running = await runService({ env: { APERTURE_MAX_UPLOAD_BYTES: '1000' } })
  await running.provisionUser('owner')
  project = await running.provisionProject('Limits', 'owner')
})
afterAll(() => running.end())

const csv = 'a\n1\n2\n'
const definitionWith = (identifier: string) =>
  `<DatasetDefinition>${identifier}<Columns><Column Name="a" Type="integer" Deidentify="keep"/></Columns></DatasetDefinition>`
const definition = definitionWith('')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const issue = async (limits: object): Promise<string> => {
  const { status, body } = await manage(running, 'POST', 'uploadtoken', { project, user: 'owner', ...limits })
  expect(status).toBe(201)
  return String(body.token)
}
const send = (token: string, request: Partial<UploadRequest> = {}) =>
  upload({ url: running.url, token, csv, definition, ...request })
const refused = (code: string, status: number) => ({ status, body: { code, retry: 'same-token' } })

describe.each(orders)('POST /management/provision/uploadtoken, %s', (order) => {
  test('`max_bytes` counts the bytes of file_csv', async () => {
    const token = await issue({ max_bytes: csv.length })
    const tooLong = await send(token, { order, csv: `${csv}3` })
    expect(tooLong).toMatchObject(refused('upload-too-large', 413))
    expect(tooLong.body.detail).toContain(` ${csv.length} bytes`)
    expect(await send(token, { order })).toMatchObject({ status: 200, body: { dataset: { rows: 2 } } })
  })

  test('`max_rows` counts the records of the table', async () => {
    const token = await issue({ max_rows: 2 })
    expect(await send(token, { order, csv: `${csv}3\n` })).toMatchObject(refused('too-many-rows', 413))
    expect((await send(token, { order })).status).toBe(200)
  })

  test('`definition_sha256` is of the raw part', async () => {
    const token = await issue({ definition_sha256: sha256(definition).toUpperCase() })
    const other = { order, definition: `${definition}\n` }
    expect(await send(token, other)).toMatchObject(refused('definition-not-allowed', 422))
    expect(await send(token, { order, definition: '<' })).toMatchObject(
      refused('definition-not-allowed', 422),
    )
    expect((await send(token, { order })).status).toBe(200)
  })

  test('`external_uuid` is the only one that an external import may claim', async () => {
    const uuid = randomUUID()
    const token = await issue({ external_uuid: `urn:uuid:${uuid.toUpperCase()}` })
    const external = (claimed: string) =>
      send(token, { order, kind: 'external', definition: definitionWith(identifierOf(claimed)) })
    expect(await external(randomUUID())).toMatchObject(refused('external-uuid-not-allowed', 422))
    expect(await external(`{${uuid.toUpperCase()}}`)).toMatchObject({
      status: 200,
      body: { dataset: { uuid } },
    })
  })
})

test('a uuid that is not allowed is not claimed', async () => {
  const token = await issue({ external_uuid: randomUUID() })
  const other = randomUUID()
  await send(token, { kind: 'external', definition: definitionWith(identifierOf(other)) })
  const history = await auditedEvents(running)
  expect(history.some(({ stream }) => stream === `catalogue-${other}`)).toBe(false)
})

test.each(orders)('a table too large for its token is refused while it is being sent, %s', async (order) => {
  const token = await issue({ max_bytes: 4 })
  const files = inOrder(
    order,
    filePart('file_csv', csv, 'table.csv'),
    filePart('file_def', definition, 'definition.xml'),
  )
  const form = wholeForm([fieldPart('token', token), ...files])
  const { port, pathname, host } = new URL(uploadEndpoint(running.url, 'dataset'))
  const connection = await connectRaw(Number(port))
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    `Content-Type: ${formType}`,
    `Content-Length: ${form.length}`,
  ]
  await connection.send(`${head.join('\r\n')}\r\n\r\n`)
  // The end of a part can only be told from what follows: enough of it that the table has begun to arrive.
  await connection.send(form.subarray(0, form.length - closing.length))
  const answer = await connection.answer()
  connection.reset()
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([413, 'upload-too-large'])
})

test('what is no uuid is refused at emission', async () => {
  const asked = { project, user: 'owner', external_uuid: 'no-uuid' }
  const { status, body } = await manage(running, 'POST', 'uploadtoken', asked)
  expect([status, body.code]).toEqual([422, 'external-uuid-malformed'])
})

test('the status call tells `max_bytes`, of the token or of the deployment', async () => {
  expect((await tokenStatus(running.url, await issue({ max_bytes: 5 }))).body.max_bytes).toBe(5)
  expect((await tokenStatus(running.url, await issue({ max_bytes: 5_000 }))).body.max_bytes).toBe(1_000)
  expect((await tokenStatus(running.url, await issue({}))).body.max_bytes).toBe(1_000)
})

test('GET /management/provision/uploadtoken/{token_id} tells the limits, and so does the history', async () => {
  const uuid = randomUUID()
  const limits = { max_bytes: 5, max_rows: 2, external_uuid: uuid, definition_sha256: sha256(definition) }
  const shown = await manage(running, 'GET', `uploadtoken/${tokenIdOf(await issue(limits))}`)
  expect(shown.body).toMatchObject({
    ...limits,
    history: [
      { data: { maxBytes: 5, maxRows: 2, externalUuid: uuid, definitionSha256: limits.definition_sha256 } },
    ],
  })
  const plain = await manage(running, 'GET', `uploadtoken/${tokenIdOf(await issue({}))}`)
  for (const member of Object.keys(limits)) expect(plain.body).not.toHaveProperty(member)
})
