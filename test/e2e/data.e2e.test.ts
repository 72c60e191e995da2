import { createHash } from 'node:crypto'
import { manage } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import { upload } from '../support/upload'

/** What a reader may ask of datasets over a socket, as the API's description of data says it. */

const uuid = '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11'
const csv =
  'patient,given,age,note,place\npatient1,x9,63,secret,"Bath, ""old"""\n,x7,,,\npatient1,x9,41,s,""\n'
const definition = `<DatasetDefinition TableName="heart">
  <Title>Herz &amp; Kreislauf</Title><CatalogueIdentifier Uuid="${uuid}"/>
  <Columns>
    <Column Name="patient" Type="text" Deidentify="pseudonymize"/>
    <Column Name="given" Type="text" Deidentify="hide"/>
    <Column Name="age" Type="integer" Deidentify="anonymize:numbergroup(10)"/>
    <Column Name="note" Type="text" Deidentify="anonymize:blank"/>
    <Column Name="place" Type="text"/>
  </Columns>
</DatasetDefinition>`
const pseudonym = 'p1fk2kvfx54d3jyubndyt25wjmga'
const stored = `patient,age,note,place\n${pseudonym},60-69,,"Bath, ""old"""\n,,,\n${pseudonym},40-49,,""\n`
const bytes = stored.length
const etag = `"${createHash('sha256').update(stored).digest('hex')}"`

let running: RunningService
let jwt = ''
let id = ''
beforeAll(async () => {
  running = await runService()
  await running.provisionUser('jdoe')
  await running.provisionUser('asmith')
  const projectId = await running.provisionProject('Heart', 'jdoe')
  jwt = await running.dataJwt('jdoe')
  const token = await running.issueToken({ projectId, user: 'jdoe' })
  const answer = await upload({ url: running.url, token, kind: 'external', csv, definition })
  id = String(answer.body.dataset?.id)
})
afterAll(() => running.end())

const ask = (headers: Readonly<Record<string, string>> = {}, method = 'GET', path = `/-/dataset/${id}`) =>
  fetch(`${running.url}${path}`, { method, headers: { authorization: `Bearer ${jwt}`, ...headers } })

/** Without those that differ by the moment or the connection. */
const headersOf = ({ headers }: Response) => {
  const {
    date,
    connection,
    'keep-alive': alive,
    'transfer-encoding': chunked,
    ...rest
  } = Object.fromEntries(headers)
  return rest
}

describe('GET /-/dataset/{id} and GET /-/dataset/external/{uuid}', () => {
  test.each([
    ['nothing said', {}],
    ['Accept: text/csv', { accept: 'text/csv' }],
    ['Accept: */*', { accept: '*/*' }],
  ])('text/csv is the default: %s', async (_what, headers) => {
    for (const path of [`/-/dataset/${id}`, `/-/dataset/external/${uuid.toUpperCase()}`]) {
      const answer = await ask(headers, 'GET', path)
      expect(answer.status).toBe(200)
      expect(headersOf(answer)).toMatchObject({
        'content-type': 'text/csv; charset=utf-8',
        'content-length': String(bytes),
        'content-disposition': `attachment; filename="${uuid}.csv"`,
        'accept-ranges': 'bytes',
        'cache-control': 'no-store',
        etag,
        vary: 'Accept',
      })
      expect(await answer.text()).toBe(stored)
    }
  })

  test('application/x-ndjson: an object a row by the names of the columns, null as null', async () => {
    const answer = await ask({ accept: 'application/x-ndjson' })
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${uuid}.ndjson"`)
    const lines = (await answer.text()).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { patient: pseudonym, age: '60-69', note: null, place: 'Bath, "old"' },
      { patient: null, age: null, note: null, place: null },
      { patient: pseudonym, age: '40-49', note: null, place: '' },
    ])
  })

  test('application/json: title, table name, columns, pseudonym domain and derivation', async () => {
    const answer = await ask({ accept: 'application/json' })
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${uuid}.json"`)
    expect(await answer.json()).toEqual({
      id,
      uuid,
      project: 1,
      title: 'Herz & Kreislauf',
      table_name: 'heart',
      rows: 3,
      bytes,
      sha256: etag.slice(1, -1),
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      policy: null,
      columns: [
        {
          name: 'patient',
          type: 'text',
          action: 'pseudonymize',
          null_rule: 'empty-unquoted',
          pseudonym: { label: '', origin: 'derived' },
        },
        { name: 'age', type: 'text', action: 'anonymize:numbergroup(10)', null_rule: 'empty-unquoted' },
        { name: 'note', type: 'text', action: 'anonymize:blank', null_rule: 'every-value' },
        { name: 'place', type: 'text', action: 'keep', null_rule: 'empty-unquoted' },
      ],
      pseudonyms: { domain: 1, derivation: 'p1' },
    })
  })

  test('application/json tells supplied pseudonyms, and the domain that a project shares', async () => {
    const created = await running.service.useCases.provisionProject(
      { name: 'Heart again', description: '', owner: 'jdoe', deidProjectId: 1 },
      { correlationId: 'test', causationId: 'test', actor: { kind: 'system' } },
    )
    const projectId = created.outcome === 'refused' ? 0 : created.projectId
    const token = await running.issueToken({ projectId, user: 'jdoe' })
    const answer = await upload({
      url: running.url,
      token,
      csv: 'patient,given\npatient1,x9\n',
      definition: definition
        .replace('"hide"', '"pseudonym"')
        .replace(/<Column Name="(age|note|place)".*/g, ''),
    })
    const metadata = await ask({ accept: 'application/json' }, 'GET', `/-/dataset/${answer.body.dataset?.id}`)
    expect(await metadata.json()).toMatchObject({
      columns: [{ name: 'patient', pseudonym: { label: '', origin: 'supplied' } }],
      pseudonyms: { domain: 1, derivation: 'p1' },
    })
  })

  test('no other form is on offer: 406', async () => {
    const answer = await ask({ accept: 'text/html' })
    expect(answer.status).toBe(406)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ code: 'not-acceptable' })
  })

  test.each(['text/csv', 'application/x-ndjson', 'application/json'])(
    'HEAD is GET without its body: %s',
    async (accept) => {
      const [get, head] = [await ask({ accept }), await ask({ accept }, 'HEAD')]
      expect(headersOf(head)).toEqual(headersOf(get))
      expect(head.status).toBe(200)
      expect(await head.text()).toBe('')
      await get.body?.cancel()
    },
  )
})

describe('who may not read', () => {
  test('403 for others, 401 for who is nobody, 404 for what never was', async () => {
    const others = { authorization: `Bearer ${await running.dataJwt('asmith')}` }
    const manager = { authorization: `Bearer ${await running.managementJwt()}` }
    const answers = [await ask(others), await ask(manager), await ask({}, 'GET', '/-/dataset/nothing')]
    expect(answers.map(({ status }) => status)).toEqual([403, 401, 404])
  })

  test('410 for a withdrawn dataset, by its id and by its uuid, and no row of a list', async () => {
    const of = '00000000-0000-4000-8000-000000000007'
    const projectId = await running.provisionProject('Withdrawn', 'jdoe')
    const token = await running.issueToken({ projectId, user: 'jdoe' })
    const external = definition.replace(uuid, of)
    const { body } = await upload({ url: running.url, token, kind: 'external', csv, definition: external })
    const withdrawn = String(body.dataset?.id)
    const removal = await manage(running, 'DELETE', `dataset/${withdrawn}`)
    expect(removal).toMatchObject({ status: 200, body: { status: 'withdrawn' } })
    for (const address of [`/-/dataset/${withdrawn}`, `/-/dataset/external/${of}`]) {
      for (const accept of ['text/csv', 'application/json']) {
        const answer = await ask({ accept }, 'GET', address)
        expect([answer.status, await answer.json()]).toMatchObject([410, { code: 'dataset-withdrawn' }])
      }
    }
    expect(await (await ask({}, 'GET', `/-/dataset?project=${projectId}`)).json()).toEqual([])
  })
})

describe('Range and ETag', () => {
  test.each([
    ['a single range', 'bytes=0-6', 0, 7],
    ['a range without an end', 'bytes=7-', 7, bytes],
    ['a suffix', 'bytes=-5', bytes - 5, bytes],
    ['a range that goes on behind the end', `bytes=3-${bytes * 2}`, 3, bytes],
  ])('%s: 206', async (_what, range, start, end) => {
    const answer = await ask({ range })
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${bytes}`)
    expect(answer.headers.get('content-length')).toBe(String(end - start))
    expect(answer.headers.get('etag')).toBe(etag)
    expect(await answer.text()).toBe(stored.slice(start, end))
  })

  test('an unsatisfiable range: 416 with the length', async () => {
    const answer = await ask({ range: `bytes=${bytes}-` })
    expect(answer.status).toBe(416)
    expect(answer.headers.get('content-range')).toBe(`bytes */${bytes}`)
    expect(await answer.json()).toMatchObject({ code: 'range-not-satisfiable' })
  })

  test.each([
    ['several ranges', { range: 'bytes=0-1,4-5' }],
    ['another unit', { range: 'rows=0-1' }],
    ['a range of another state (If-Range)', { range: 'bytes=0-1', 'if-range': '"another"' }],
    ['If-Range with a date', { range: 'bytes=0-1', 'if-range': 'Sat, 17 May 2031 08:00:00 GMT' }],
  ])('%s: the whole', async (_what, headers) => {
    const answer = await ask(headers as Record<string, string>)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe(stored)
  })

  test('If-Range with the tag: the range', async () => {
    const answer = await ask({ range: 'bytes=0-1', 'if-range': etag })
    expect([answer.status, await answer.text()]).toEqual([206, 'pa'])
  })

  test('HEAD takes no range', async () => {
    const answer = await ask({ range: 'bytes=0-1' }, 'HEAD')
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(bytes)])
  })

  test.each(['GET', 'HEAD'])('If-None-Match with the tag: %s is 304, without content', async (method) => {
    const answer = await ask({ 'if-none-match': etag, range: 'bytes=0-1' }, method)
    expect(answer.status).toBe(304)
    expect(answer.headers.get('etag')).toBe(etag)
    expect(answer.headers.get('content-length')).toBeNull()
    expect(await answer.text()).toBe('')
  })

  test('each form has its own tag, which stays', async () => {
    const tagOf = async (accept: string) => (await ask({ accept }, 'HEAD')).headers.get('etag')
    const types = ['text/csv', 'application/x-ndjson', 'application/json']
    const tags = await Promise.all(types.map(tagOf))
    expect(new Set(tags).size).toBe(3)
    expect(await Promise.all(types.map(tagOf))).toEqual(tags)
    for (const [at, accept] of types.entries()) {
      expect((await ask({ accept, 'if-none-match': tags[at] ?? '' })).status).toBe(304)
    }
  })

  test('If-Match with another tag: 412', async () => {
    const answer = await ask({ 'if-match': '"another"' })
    expect(answer.status).toBe(412)
    expect(await answer.json()).toMatchObject({ code: 'precondition-failed' })
  })
})

describe('GET /-/dataset?project=&after=', () => {
  const list = (query = '') => ask({}, 'GET', `/-/dataset${query}`)

  test('what the caller may read, and nothing else', async () => {
    const answer = await list('?project=1')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual([
      {
        id,
        uuid,
        url: `${running.url}/-/dataset/external/${uuid}`,
        project: 1,
        title: 'Herz & Kreislauf',
        table_name: 'heart',
        rows: 3,
        bytes,
        created: expect.stringMatching(/Z$/),
      },
    ])
    const theirs = await ask(
      { authorization: `Bearer ${await running.dataJwt('asmith')}` },
      'GET',
      '/-/dataset',
    )
    expect([theirs.status, await theirs.json()]).toEqual([200, []])
  })

  test('after= goes on behind a dataset', async () => {
    const answer = await list(`?project=1&after=${id}`)
    expect([answer.status, await answer.json()]).toEqual([200, []])
  })

  test('nobody without a credential (401), nobody who is not known (403)', async () => {
    expect((await ask({ authorization: '' }, 'GET', '/-/dataset')).status).toBe(401)
    const stranger = { authorization: `Bearer ${await running.dataJwt('nobody')}` }
    const answer = await ask(stranger, 'GET', '/-/dataset')
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'not-a-reader' })
  })
})
