import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { filesBelow } from '../support/byte-scan'
import { fetchResult, manage, readAs, tokenStatus } from '../support/http-clients'
import { plainPseudonym, splitCsv } from '../support/plain-deidentification'
import { type RunningService, runService } from '../support/running-service'
import { until } from '../support/until'
import { sample, type UploadResponse, upload } from '../support/upload'

const resultSeconds = 120

let running: RunningService
let clock: number
beforeEach(async () => {
  clock = Date.parse('2031-05-17T08:00:00Z')
  running = await runService({
    env: { APERTURE_RESULT_SECONDS: String(resultSeconds) },
    replaced: { clock: () => clock },
  })
  await running.provisionUser('jdoe')
  await running.provisionProject('Heart study', 'jdoe')
})
afterEach(() => running.end())

const issue = (seconds = 60): Promise<string> =>
  running.issueToken({ projectId: 1, user: 'jdoe', expiresInSeconds: seconds })

async function importSample(
  token: string,
  kind: 'dataset' | 'ephemeral' = 'ephemeral',
): Promise<UploadResponse> {
  const answer = await upload({ url: running.url, token, kind, ...sample('heart-disease') })
  expect(answer.status).toBe(200)
  return answer
}

const waiting = (): readonly string[] =>
  filesBelow(path.join(running.directory, 'data', 'results')).map(({ where }) => path.basename(where))

async function expectNoResult(token: string, part?: 'keyfile'): Promise<void> {
  const response = await fetchResult(running.url, token, part)
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  expect(await response.json()).toMatchObject({ status: 404, code: 'result-not-found' })
}

/** What stays of an ephemeral import, as the holder of its token is told it. */
const briefOf = ({ body }: UploadResponse) => ({
  status: 'imported',
  import_id: body.import_id,
  dataset: { id: body.import_id, kind: 'ephemeral' },
})

test('the answer says where the result is and until when, and names no place of a dataset', async () => {
  const { body } = await importSample(await issue())
  expect(body).toMatchObject({
    status: 'imported',
    dataset: { id: body.import_id, kind: 'ephemeral', rows: 303 },
    policy: null,
    result: { url: `${running.url}/-/token/result`, expires_at: '2031-05-17T08:02:00.000Z' },
  })
  expect(Object.keys(body.dataset ?? {}).sort()).toEqual(['columns', 'id', 'kind', 'rows'])
})

test('the result goes to the token alone, once, also after a restart; then nothing is left of it', async () => {
  const [token, unused, spent] = [await issue(), await issue(), await issue()]
  const kept = await importSample(spent, 'dataset')
  const table = await (await readAs(running, 'jdoe', String(kept.body.dataset?.url))).text()
  const imported = await importSample(token)
  const before = running.url
  running = await running.restart()

  const { body: waits } = await tokenStatus(running.url, token)
  const { result, ...whole } = imported.body
  expect(waits).toEqual({
    status: 'imported',
    kinds: expect.arrayContaining(['dataset', 'ephemeral', 'external']),
    max_bytes: expect.any(Number),
    expires_at: '2031-05-17T08:01:00.000Z',
    import: { ...whole, result: { ...Object(result), url: `${running.url}/-/token/result` } },
  })
  expect(running.url).not.toBe(before)

  for (const other of [unused, spent, `${token}x`, 'nonsense']) {
    await expectNoResult(other)
    await expectNoResult(other, 'keyfile')
  }
  // The window of the token has long been over.
  clock += (resultSeconds - 1) * 1_000
  const response = await fetchResult(running.url, token)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.text()).toBe(table)
  await until(() => !waiting().some((file) => file.startsWith('table')))
  await expectNoResult(token)

  const keyfile = await fetchResult(running.url, token, 'keyfile')
  expect(keyfile.status).toBe(200)
  const [header, ...patients] = splitCsv(
    await running.openKeyfile(new Uint8Array(await keyfile.arrayBuffer())),
    ',',
    '',
  )
  expect(header).toEqual(['patient', 'patient_pseudonym'])
  expect(patients).toHaveLength(303)
  expect(patients[0]).toEqual(['patient1', plainPseudonym(1, 'patient1')])
  await until(() => waiting().length === 0)
  await expectNoResult(token, 'keyfile')

  const { body: left } = await tokenStatus(running.url, token)
  expect(left.import).toEqual(briefOf(imported))
  const again = await upload({ url: running.url, token, kind: 'ephemeral', ...sample('heart-disease') })
  expect(again).toMatchObject({ status: 409, body: { code: 'token-already-used', retry: 'new-token' } })
  expect(again.body.import).toEqual(briefOf(imported))
})

test('as a dataset it answers like one that never existed, while it waits and afterwards', async () => {
  const token = await issue()
  const { body } = await importSample(token)
  const id = String(body.import_id)

  const answersFor = async (datasetId: string) => {
    const address = `${running.url}/-/dataset/${datasetId}`
    const data = await readAs(running, 'jdoe', address)
    const keyfile = await manage(running, 'GET', `dataset/${datasetId}/keyfile?case=case-1`)
    const answers = [
      { status: data.status, headers: data.headers, body: (await data.json()) as Record<string, unknown> },
      keyfile,
    ]
    return answers.map(({ status, headers, body: { request_id: _id, ...members } }) => ({
      status,
      members,
      headers: [...headers].filter(([name]) => name !== 'date'),
    }))
  }
  const neverExisted = await answersFor(randomUUID())
  expect(neverExisted.map(({ status }) => status)).toEqual([404, 404])
  expect(await answersFor(id)).toEqual(neverExisted)
  await (await fetchResult(running.url, token)).text()
  await (await fetchResult(running.url, token, 'keyfile')).arrayBuffer()
  await until(() => waiting().length === 0)
  expect(await answersFor(id)).toEqual(neverExisted)
})

test('a result that nobody fetches in time is gone, and swept', async () => {
  const token = await issue(600)
  const imported = await importSample(token)
  clock += resultSeconds * 1_000 - 1
  const keyfile = await fetchResult(running.url, token, 'keyfile')
  expect([keyfile.status, (await keyfile.arrayBuffer()).byteLength > 0]).toEqual([200, true])
  expect((await tokenStatus(running.url, token)).body.import).toEqual(imported.body)
  const again = await upload({ url: running.url, token, kind: 'ephemeral', ...sample('heart-disease') })
  expect(again).toMatchObject({ status: 409, body: { code: 'token-already-used' } })
  expect(again.body.import).toEqual(imported.body)

  clock += 1
  await expectNoResult(token)
  expect((await tokenStatus(running.url, token)).body.import).toEqual(briefOf(imported))
  expect(waiting()).toContain('table.age')
  // A start sweeps at once, behind its first requests, and then again and again.
  running = await running.restart()
  await until(() => waiting().length === 0)
  await expectNoResult(token)
  expect((await tokenStatus(running.url, token)).body.import).toEqual(briefOf(imported))
})

describe('a delivery that breaks off', () => {
  // 7 MB: the sockets of both sides hold about 4 of it for a client that does not read.
  const rows = 500_000
  const table = `id,n\n${Array.from({ length: rows }, (_, row) => `row-${row},${row % 97}\n`).join('')}`
  const definition = `<DatasetDefinition><Columns>
    <Column Name="id" Type="text"/><Column Name="n" Type="integer"/>
  </Columns></DatasetDefinition>`

  /** The head of an answer whose body is not read. */
  async function beginDelivery(token: string): Promise<IncomingMessage> {
    const sent = request(`${running.url}/-/token/result`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      agent: false,
    }).end(new URLSearchParams({ token }).toString())
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.on('error', () => undefined)
    return response
  }

  test('may be repeated, and is nobody else’s meanwhile', async () => {
    const token = await issue()
    const imported = await upload({
      url: running.url,
      token,
      kind: 'ephemeral',
      csv: table,
      definition,
      order: 'definition-first',
    })
    expect(imported.status).toBe(200)

    for (let time = 0; time < 2; time += 1) {
      const broken = await whenFree(token)
      expect(broken.statusCode).toBe(200)
      await expectNoResult(token)
      broken.destroy()
    }
    const response = await whenFree(token)
    expect((await text(response)) === table).toBe(true)
    await until(() => waiting().length === 0)
    await expectNoResult(token)
  }, 60_000)

  /** The service hears of a broken connection a moment after its client has broken it. */
  async function whenFree(token: string): Promise<IncomingMessage> {
    let response = await beginDelivery(token)
    await until(async () => {
      if (response.statusCode !== 404) return true
      response.resume()
      response = await beginDelivery(token)
      return false
    })
    return response
  }
})
