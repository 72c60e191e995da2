import type { ImportReceipt } from '../../../src/application/import-receipt'
import { ClientGone, type UploadPart } from '../../../src/application/upload-parts'
import type { UseCases } from '../../../src/application/use-cases'
import { connect, problem, type RawAnswer, send, startApp, until, withApp } from './running-app'

const sha256 = 'ab12'.repeat(16)
const importId = 'aaaaaaaa-0000-4000-8000-000000000001'

type Importing = UseCases['importDataset']
type Refused = Extract<Awaited<ReturnType<Importing>>, { outcome: 'refused' }>

const path = '/-/token/dataset_import'
const boundary = 'b0undary'
const multipart = { 'Content-Type': `multipart/form-data; boundary=${boundary}` }

const part = (disposition: string, content: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`

const token = part('name="token"', 'the-token')
const definition = part('name="file_def"; filename="d.xml"', '<DatasetDefinition/>')
const table = part('name="file_csv"; filename="t.csv"', 'id\n1\n')
const end = `--${boundary}--\r\n`
const form = token + definition + table + end

const receipt: ImportReceipt = {
  importId,
  kind: 'dataset',
  uuid: null,
  rows: 303,
  columns: [{ name: 'age', type: 'text', action: 'anonymize:numbergroup(10)' }],
  sha256,
  policyVersion: null,
  ignored: ['Success'],
  resultExpiresAt: null,
}

const protection = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Reads a form to its end, as an import does before it succeeds. */
async function readForm(parts: AsyncIterable<UploadPart>): Promise<readonly (readonly [string, string])[]> {
  const read: (readonly [string, string])[] = []
  for await (const next of parts) {
    if (next.part === 'refused') read.push(['refused', next.refusal.code])
    else if (next.part === 'token') read.push(['token', next.value])
    else {
      const chunks: Uint8Array[] = []
      for await (const chunk of next.content) chunks.push(chunk)
      read.push([next.part, Buffer.concat(chunks).toString()])
    }
  }
  return read
}

const importing =
  (made: Partial<ImportReceipt> = {}): Importing =>
  async ({ parts, kind }) => {
    await readForm(parts)
    return { outcome: 'imported', receipt: { ...receipt, kind, ...made } }
  }

const refusing =
  (refused: Omit<Refused, 'outcome' | 'record' | 'spentBy'> & Partial<Refused>): Importing =>
  async ({ parts }) => {
    await parts[Symbol.asyncIterator]().next()
    return { outcome: 'refused', record: null, spentBy: null, ...refused }
  }

test.each([
  ['/-/token/dataset_import', 'dataset'],
  ['/-/token/ephemeral_dataset_import', 'ephemeral'],
  ['/-/token/external_dataset_import', 'external'],
])('%s hands the form over as an import of kind %s', async (endpoint, kind) => {
  const seen: unknown[] = []
  const importDataset: Importing = async (upload) => {
    seen.push(upload.kind, upload.requestId, await readForm(upload.parts))
    return { outcome: 'imported', receipt: { ...receipt, kind: upload.kind } }
  }
  await withApp({ importDataset }, {}, async (app) => {
    expect((await send(app, 'POST', endpoint, multipart, form)).status).toBe(200)
  })
  expect(seen).toEqual([
    kind,
    'request-1',
    [
      ['token', 'the-token'],
      ['file_def', '<DatasetDefinition/>'],
      ['file_csv', 'id\n1\n'],
    ],
  ])
})

describe('a success', () => {
  const bodyOf = async (made: Partial<ImportReceipt>): Promise<unknown> => {
    let answer: RawAnswer | undefined
    await withApp({ importDataset: importing(made) }, {}, async (app) => {
      answer = await send(app, 'POST', path, multipart, form)
    })
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json', ...protection },
    })
    return JSON.parse(answer?.body ?? '')
  }
  const { columns } = receipt

  test('of a dataset', async () => {
    expect(await bodyOf({})).toEqual({
      status: 'imported',
      import_id: importId,
      dataset: {
        id: importId,
        kind: 'dataset',
        url: `https://aperture.example/-/dataset/${importId}`,
        rows: 303,
        columns,
        sha256,
      },
      policy: null,
      ignored: ['Success'],
    })
  })

  test('of an external dataset', async () => {
    expect(await bodyOf({ kind: 'external', uuid: 'bbbbbbbb-0000-4000-8000-000000000001' })).toMatchObject({
      dataset: {
        kind: 'external',
        uuid: 'bbbbbbbb-0000-4000-8000-000000000001',
        url: 'https://aperture.example/-/dataset/external/bbbbbbbb-0000-4000-8000-000000000001',
      },
    })
  })

  test('of an ephemeral dataset', async () => {
    const resultExpiresAt = Date.parse('2031-05-17T09:00:00Z')
    expect(await bodyOf({ kind: 'ephemeral', sha256: null, resultExpiresAt, ignored: [] })).toEqual({
      status: 'imported',
      import_id: importId,
      dataset: { id: importId, kind: 'ephemeral', rows: 303, columns },
      policy: null,
      result: { url: 'https://aperture.example/-/token/result', expires_at: '2031-05-17T09:00:00.000Z' },
      ignored: [],
    })
  })
})

test.each([
  ['another media type', path, { 'Content-Type': 'application/json' }, 415, 'media-type'],
  ['no boundary', path, { 'Content-Type': 'multipart/form-data' }, 400, 'multipart-invalid'],
  ['a compressed body', path, { ...multipart, 'Content-Encoding': 'gzip' }, 415, 'content-encoding'],
  ['a token in the address', `${path}?token=the-token`, multipart, 400, 'token-in-query'],
])('%s is refused before the form is read', (_what, target, headers, status, code) =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, 'POST', target, headers as Record<string, string>, form)
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject(protection)
    expect(problem(answer)).toMatchObject({ code, retry: 'same-token', import_status: 'refused' })
    expect(answer.body).not.toContain('the-token')
    await until(() => app.logged.length > 0)
    expect(JSON.stringify(app.logged)).not.toContain('the-token')
  }),
)

test('a refusal is told, and then recorded', async () => {
  const record = { tokenId: 't-1', reason: 'token-expired', ruleCounts: [] }
  const recorded: unknown[] = []
  let letRecord = () => {}
  const mayRecord = new Promise<void>((resolve) => {
    letRecord = resolve
  })
  const recordRefusal: UseCases['recordRefusal'] = async (...given) => {
    await mayRecord
    recorded.push(given)
  }
  const importDataset = refusing({ refusal: { code: 'token-expired' }, record })
  await withApp({ importDataset, recordRefusal }, {}, async (app) => {
    const answer = await send(app, 'POST', path, multipart, form)
    expect(answer.status).toBe(403)
    expect(problem(answer)).toMatchObject({ code: 'token-expired', retry: 'new-token' })
    expect(recorded).toEqual([])
    letRecord()
    await app.settled()
    expect(recorded).toEqual([[record, 'request-1']])
  })
})

test('a record that fails costs no answer, and is logged', async () => {
  const fault = new Error('away')
  const recordRefusal = async () => {
    throw fault
  }
  const record = { tokenId: 't-1', reason: 'token-expired', ruleCounts: [] }
  const importDataset = refusing({ refusal: { code: 'token-expired' }, record })
  await withApp({ importDataset, recordRefusal }, {}, async (app) => {
    expect((await send(app, 'POST', path, multipart, form)).status).toBe(403)
    await app.settled()
    expect(app.logged).toContainEqual(expect.objectContaining({ level: 'error', fault }))
  })
})

test('who sends a used token again is told of the import that spent it', () => {
  const refusal = {
    code: 'token-already-used',
    importId,
    kind: 'dataset',
  } as const
  const importDataset = refusing({ refusal, spentBy: { detail: 'whole', receipt } })
  return withApp({ importDataset }, {}, async (app) => {
    const answer = await send(app, 'POST', path, multipart, form)
    expect(answer.status).toBe(409)
    expect(problem(answer)).toMatchObject({
      code: 'token-already-used',
      retry: 'new-token',
      import: {
        status: 'imported',
        import_id: importId,
        dataset: { id: importId, rows: 303 },
      },
    })
  })
})

test('a fault of an import is told with what to do', () => {
  const importDataset: Importing = async () => {
    throw new Error('cell patient1')
  }
  return withApp({ importDataset }, {}, async (app) => {
    const answer = await send(app, 'POST', path, multipart, form)
    expect(answer.status).toBe(500)
    expect(answer.headers).toMatchObject({ ...protection, 'retry-after': '10' })
    expect(problem(answer)).toMatchObject({ code: 'internal', retry: 'later', import_status: 'failed' })
    expect(answer.body).not.toContain('patient1')
  })
})

test('a file over the limit ends the form with a refusal', () => {
  let seen: unknown
  const importDataset: Importing = async ({ parts }) => {
    const iterator = parts[Symbol.asyncIterator]()
    for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) {
      if (step.value.part !== 'refused') continue
      seen = step.value.refusal
      return { outcome: 'refused', refusal: step.value.refusal, record: null, spentBy: null }
    }
    throw new Error('the form ended well')
  }
  return withApp({ importDataset }, { maxUploadBytes: 21 }, async (app) => {
    const large = token + part('name="file_csv"; filename="t.csv"', 'x'.repeat(22)) + definition + end
    const answer = await send(app, 'POST', path, multipart, large)
    expect(answer.status).toBe(413)
    expect(problem(answer).detail).toContain('21 bytes')
    expect(seen).toEqual({ code: 'upload-too-large', limit: 21 })
  })
})

test('an early refusal arrives, though 20 MB are still to come', async () => {
  const app = await startApp({ importDataset: refusing({ refusal: { code: 'token-invalid' } }) })
  try {
    const large = token + part('name="file_csv"; filename="t.csv"', 'x'.repeat(20_000_000)) + definition + end
    for (const connection of ['keep-alive', 'close']) {
      const answer = await send(app, 'POST', path, { ...multipart, Connection: connection }, large)
      expect(answer.status).toBe(403)
      expect(problem(answer).code).toBe('token-invalid')
    }
  } finally {
    await app.close()
  }
})

test.each([
  [
    'an upload that may come is told to once',
    path,
    multipart['Content-Type'],
    /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /,
  ],
  ['one that may not is refused instead', path, 'text/plain', /^HTTP\/1.1 415 /],
  [
    'others are told to by Node',
    '/-/token/status',
    'text/plain',
    /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 415 /,
  ],
])('of a client that waits with its body, %s', (_what, target, type, expected) =>
  withApp({ importDataset: importing() }, {}, async (app) => {
    const socket = await connect(app)
    socket.write(
      `POST ${target} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: ${form.length}\r\nContent-Type: ${type}\r\n\r\n`,
    )
    let answer = ''
    socket.on('data', (chunk) => {
      if (answer === '') socket.write(form)
      answer += chunk
    })
    await new Promise((resolve) => socket.once('close', resolve))
    expect(answer).toMatch(expected)
  }),
)

test('a client that is gone is told nothing, and lets go of its import at once', async () => {
  let reason: unknown
  let begun = false
  const importDataset: Importing = async ({ signal }) => {
    begun = true
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    reason = signal.reason
    throw signal.reason
  }
  await withApp({ importDataset }, {}, async (app) => {
    const socket = await connect(app)
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\nContent-Type: ${multipart['Content-Type']}\r\n\r\n${token}`,
    )
    await until(() => begun)
    socket.destroy()
    await until(() => app.logged.length > 0)
    expect(reason).toBeInstanceOf(ClientGone)
    expect(app.logged).toEqual([
      {
        level: 'info',
        message: 'request',
        fields: { request_id: 'request-1', method: 'POST', route: path, status: null, ms: 0 },
      },
    ])
  })
})

test.each([
  '/-/token/dataset_import',
  '/-/token/ephemeral_dataset_import',
  '/-/token/external_dataset_import',
])('OPTIONS %s names the methods, the fields with their order, and the limits', (endpoint) =>
  withApp({}, { maxUploadBytes: 21 }, async (app) => {
    const answer = await send(app, 'OPTIONS', endpoint)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      allow: 'POST, OPTIONS',
      ...protection,
    })
    expect(JSON.parse(answer.body)).toEqual({
      methods: ['POST', 'OPTIONS'],
      media_type: 'multipart/form-data',
      fields: [
        { name: 'token', kind: 'string', order: 1 },
        { name: 'file_csv', kind: 'file', order: 2 },
        { name: 'file_def', kind: 'file', order: 2 },
      ],
      limits: {
        max_upload_bytes: 21,
        max_definition_bytes: 4_194_304,
        max_record_bytes: 1_048_576,
        max_columns: 4_096,
        token_max_seconds: 86_400,
      },
    })
  }),
)
