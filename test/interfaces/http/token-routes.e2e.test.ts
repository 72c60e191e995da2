import type { ResultDelivery } from '../../../src/application/fetch-result'
import type { TokenStatus } from '../../../src/application/token-status'
import { connect, now, problem, send, until, withApp } from './running-app'

const sha256 = 'ab12'.repeat(16)
const importId = 'aaaaaaaa-0000-4000-8000-000000000001'

const form = { 'Content-Type': 'application/x-www-form-urlencoded' }

const receipt = {
  importId,
  kind: 'external',
  uuid: 'bbbbbbbb-0000-4000-8000-000000000001',
  rows: 3,
  columns: [],
  sha256,
  policyVersion: null,
  ignored: [],
  resultExpiresAt: null,
} as const

describe('the status of a token', () => {
  const statusOf = async (
    status: Omit<TokenStatus, 'kinds' | 'expiresAt' | 'maxBytes'>,
    maxBytes: number | null = null,
  ): Promise<unknown> => {
    let body = ''
    const showTokenStatus = async (token: string) =>
      token === 'the-token'
        ? { kinds: ['dataset', 'external'] as const, expiresAt: now, maxBytes, ...status }
        : null
    await withApp({ showTokenStatus }, {}, async (app) => {
      const answer = await send(app, 'POST', '/-/token/status', form, 'token=the-token')
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
      body = answer.body
    })
    return JSON.parse(body)
  }
  const always = {
    kinds: ['dataset', 'external'],
    max_bytes: 100_000_000,
    expires_at: '2031-05-17T08:00:00.000Z',
  }

  test('before it is used', async () => {
    expect(await statusOf({ word: 'issued', import: null })).toEqual({ status: 'issued', ...always })
  })

  test.each([
    [5, 5],
    [200_000_000, 100_000_000],
  ])('that may have %i bytes is told %i, the lesser of token and deployment', async (ofToken, told) => {
    expect(await statusOf({ word: 'issued', import: null }, ofToken)).toMatchObject({ max_bytes: told })
  })

  test('with the whole import that spent it', async () => {
    expect(await statusOf({ word: 'imported', import: { detail: 'whole', receipt } })).toEqual({
      status: 'imported',
      ...always,
      import: {
        status: 'imported',
        import_id: importId,
        dataset: {
          id: importId,
          kind: 'external',
          uuid: 'bbbbbbbb-0000-4000-8000-000000000001',
          url: 'https://aperture.example/-/dataset/external/bbbbbbbb-0000-4000-8000-000000000001',
          rows: 3,
          columns: [],
          sha256,
        },
        policy: null,
        ignored: [],
      },
    })
  })

  test.each(['imported', 'failed', 'committing'] as const)(
    'with what is left of an import: %s',
    async (word) => {
      const brief = {
        detail: 'brief',
        status: word,
        importId,
        kind: 'ephemeral',
      } as const
      expect(await statusOf({ word, import: brief })).toEqual({
        status: word,
        ...always,
        import: {
          status: word,
          import_id: importId,
          dataset: { id: importId, kind: 'ephemeral' },
        },
      })
    },
  )

  test.each([
    ['an unknown token', form, 'token=other', 403, 'token-invalid'],
    ['no token', form, '', 400, 'part-missing'],
    ['a field too many', form, 'token=the-token&part=keyfile', 400, 'part-unexpected'],
    ['another media type', { 'Content-Type': 'text/plain' }, 'token=x', 415, 'media-type'],
    ['a body without an end', form, `token=${'x'.repeat(70_000)}`, 413, 'body-too-large'],
  ])('%s is refused', (_what, headers, body, status, code) =>
    withApp({ showTokenStatus: async () => null }, {}, async (app) => {
      const answer = await send(app, 'POST', '/-/token/status', headers, body)
      expect(answer.status).toBe(status)
      expect(problem(answer).code).toBe(code)
      expect(answer.body).not.toMatch(/the-token|other/)
    }),
  )
})

/** A result that keeps a diary of what became of it. */
function resultOf(content: () => AsyncIterable<Uint8Array>) {
  const diary: string[] = []
  const fetchResult = async (token: string, part: ResultDelivery['part']): Promise<ResultDelivery | null> => {
    if (token !== 'the-token') return null
    const note = (word: string) => async () => void diary.push(word)
    return { part, content, delivered: note('delivered'), giveBack: note('given back') }
  }
  return { diary, fetchResult }
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array, void> {
  for (const text of texts) yield Buffer.from(text)
}

describe('the result of an ephemeral import', () => {
  test('is a table that counts as delivered when all of it is', () => {
    const { fetchResult, diary } = resultOf(() => pieces('id\n', '1\n'))
    return withApp({ fetchResult }, {}, async (app) => {
      const answer = await send(app, 'POST', '/-/token/result', form, 'token=the-token')
      expect(answer).toMatchObject({
        status: 200,
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="result.csv"',
          'cache-control': 'no-store',
        },
        body: 'id\n1\n',
      })
      await until(() => diary.length > 0)
      expect(diary).toEqual(['delivered'])
    })
  })

  test('counts as delivered too when the connection ends with it', () => {
    const { fetchResult, diary } = resultOf(() => pieces('id\n'))
    return withApp({ fetchResult }, {}, async (app) => {
      await send(app, 'POST', '/-/token/result', { ...form, Connection: 'close' }, 'token=the-token')
      await until(() => diary.length > 0)
      expect(diary).toEqual(['delivered'])
    })
  })

  test('has a keyfile', () => {
    const { fetchResult } = resultOf(() => pieces('age'))
    return withApp({ fetchResult }, {}, async (app) => {
      const answer = await send(app, 'POST', '/-/token/result', form, 'token=the-token&part=keyfile')
      expect(answer).toMatchObject({
        status: 200,
        headers: { 'content-type': 'application/octet-stream' },
        body: 'age',
      })
    })
  })

  test('may be empty', () => {
    const { fetchResult, diary } = resultOf(() => pieces())
    return withApp({ fetchResult }, {}, async (app) => {
      const answer = await send(app, 'POST', '/-/token/result', form, 'token=the-token')
      expect([answer.status, answer.body]).toEqual([200, ''])
      await until(() => diary.length > 0)
      expect(diary).toEqual(['delivered'])
    })
  })

  test.each([
    ['another token', 'token=other', 404, 'result-not-found'],
    ['another part', 'token=the-token&part=table', 400, 'body-invalid'],
  ])('is not there for %s', (_what, body, status, code) => {
    const { fetchResult, diary } = resultOf(() => pieces())
    return withApp({ fetchResult }, {}, async (app) => {
      const answer = await send(app, 'POST', '/-/token/result', form, body)
      expect(answer.status).toBe(status)
      expect(problem(answer).code).toBe(code)
      expect(diary).toEqual([])
    })
  })

  test('is given back when the client leaves, and is read no further than it took', () => {
    let read = 0
    let closed = false
    const { fetchResult, diary } = resultOf(async function* () {
      try {
        for (;;) {
          read += 1
          yield Buffer.alloc(64 * 1024)
        }
      } finally {
        closed = true
      }
    })
    return withApp({ fetchResult }, {}, async (app) => {
      const socket = await connect(app)
      const body = 'token=the-token'
      socket.write(
        `POST /-/token/result HTTP/1.1\r\nHost: x\r\nContent-Type: ${form['Content-Type']}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      )
      await new Promise((resolve) => socket.once('readable', resolve))
      socket.destroy()
      await until(() => diary.length > 0)
      expect(diary).toEqual(['given back'])
      expect(closed).toBe(true)
      expect(read).toBeLessThan(1_000)
      expect(app.logged.filter(({ level }) => level === 'error')).toEqual([])
    })
  })

  test('that can not be opened is given back, and told as a fault', () => {
    const { fetchResult, diary } = resultOf(async function* () {
      yield* []
      throw new Error('a path')
    })
    return withApp({ fetchResult }, {}, async (app) => {
      const answer = await send(app, 'POST', '/-/token/result', form, 'token=the-token')
      expect(answer.status).toBe(500)
      expect(problem(answer).code).toBe('internal')
      expect(diary).toEqual(['given back'])
    })
  })

  test('that breaks off on the way is given back, and does not look whole', () => {
    const fault = new Error('a path')
    const { fetchResult, diary } = resultOf(async function* () {
      yield Buffer.from('id\n')
      throw fault
    })
    return withApp({ fetchResult }, {}, async (app) => {
      await expect(send(app, 'POST', '/-/token/result', form, 'token=the-token')).rejects.toThrow()
      await until(() => app.logged.some(({ message }) => message === 'request'))
      expect(diary).toEqual(['given back'])
      expect(app.logged).toContainEqual(expect.objectContaining({ level: 'error', fault }))
    })
  })
})
