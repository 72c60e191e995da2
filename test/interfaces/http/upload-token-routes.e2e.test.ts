import type { ListedToken } from '../../../src/application/list-tokens'
import type { ShownToken } from '../../../src/application/show-tokens'
import type { UseCases } from '../../../src/application/use-cases'
import { asManager, now, problem, send, sendJson, withApp } from './running-app'

const sha256 = 'ab12'.repeat(16)
const importId = 'aaaaaaaa-0000-4000-8000-000000000001'

const tokens = '/management/provision/uploadtoken'
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

test('a token is issued for what is asked', () => {
  const asked: unknown[] = []
  const issueToken: UseCases['issueToken'] = async (request) => {
    asked.push(request)
    return {
      outcome: 'issued',
      issued: { token: 'the-token', tokenId: id(1), notBefore: now, expiresAt: now + 900_000 },
    }
  }
  return withApp({ issueToken }, {}, async (app) => {
    const answer = await sendJson(app, 'POST', tokens, {
      project: 1,
      user: 'jdoe',
      kinds: ['external'],
      not_before: '2031-05-17T10:00:00+02:00',
      expires_in: 900,
    })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      201,
      {
        status: 'issued',
        token: 'the-token',
        token_id: id(1),
        not_before: '2031-05-17T08:00:00.000Z',
        expires_at: '2031-05-17T08:15:00.000Z',
      },
    ])
    await sendJson(app, 'POST', tokens, { project: 1, user: 'jdoe' })
    expect(asked).toStrictEqual([
      { projectId: 1, user: 'jdoe', kinds: ['external'], notBefore: now, expiresInSeconds: 900 },
      { projectId: 1, user: 'jdoe' },
    ])
  })
})

test.each([
  [{ code: 'unknown-user' }],
  [{ code: 'user-inactive' }],
  [{ code: 'unknown-project' }],
  [{ code: 'project-retired' }],
  [{ code: 'not-owner' }],
  [{ code: 'token-window-invalid', maxSeconds: 60 }],
  [{ code: 'token-kinds-missing' }],
  [{ code: 'external-uuid-malformed' }],
] as const)('emission refused for %j is 422', (refusal) =>
  withApp({ issueToken: async () => ({ outcome: 'refused', refusal }) }, {}, async (app) => {
    const answer = await sendJson(app, 'POST', tokens, { project: 1, user: 'jdoe' })
    expect(answer.status).toBe(422)
    expect(problem(answer).code).toBe(refusal.code)
  }),
)

test('a token is issued with the limits that are asked for', () => {
  const asked: unknown[] = []
  const issueToken: UseCases['issueToken'] = async (request) => {
    asked.push(request)
    return {
      outcome: 'issued',
      issued: { token: 'the-token', tokenId: id(1), notBefore: now, expiresAt: now + 900_000 },
    }
  }
  return withApp({ issueToken }, {}, async (app) => {
    const sha256 = 'AB'.repeat(32)
    const answer = await sendJson(app, 'POST', tokens, {
      project: 1,
      user: 'jdoe',
      max_bytes: 5,
      max_rows: 3,
      external_uuid: `{${id(9)}}`,
      definition_sha256: sha256,
    })
    expect(answer.status).toBe(201)
    expect(asked).toStrictEqual([
      {
        projectId: 1,
        user: 'jdoe',
        maxBytes: 5,
        maxRows: 3,
        externalUuid: `{${id(9)}}`,
        definitionSha256: sha256.toLowerCase(),
      },
    ])
  })
})

test.each([
  { max_bytes: 0 },
  { max_rows: -1 },
  { max_rows: 1.5 },
  { external_uuid: 4 },
  { definition_sha256: 'ab' },
])('no token is issued with %j', (limit) =>
  withApp({}, {}, async (app) => {
    const answer = await sendJson(app, 'POST', tokens, { project: 1, user: 'jdoe', ...limit })
    expect(answer.status).toBe(400)
    expect(problem(answer).errors).toMatchObject([{ member: Object.keys(limit)[0] }])
  }),
)

const shown: ShownToken = {
  word: 'issued',
  projectId: 1,
  user: 'jdoe',
  kinds: ['dataset'],
  notBefore: now,
  expiresAt: now + 900_000,
  limits: {},
  import: null,
  history: [],
}

describe('a token is shown', () => {
  const bodyOf = async (token: Partial<ShownToken>): Promise<unknown> => {
    let body = ''
    await withApp({ showToken: async () => ({ ...shown, ...token }) }, {}, async (app) => {
      const answer = await send(app, 'GET', `${tokens}/${id(1)}`, asManager)
      expect(answer.status).toBe(200)
      body = answer.body
    })
    return JSON.parse(body)
  }

  test('as it was issued', async () => {
    expect(await bodyOf({})).toEqual({
      token_id: id(1),
      state: 'issued',
      project: 1,
      user: 'jdoe',
      kinds: ['dataset'],
      not_before: '2031-05-17T08:00:00.000Z',
      expires_at: '2031-05-17T08:15:00.000Z',
      history: [],
    })
  })

  test('with the limits that it has', async () => {
    const limits = { maxBytes: 5, maxRows: 3, externalUuid: id(9), definitionSha256: sha256 }
    expect(await bodyOf({ limits })).toMatchObject({
      max_bytes: 5,
      max_rows: 3,
      external_uuid: id(9),
      definition_sha256: sha256,
    })
  })

  test('with its history as it is stored', async () => {
    const event: ShownToken['history'][number] = {
      id: 'eeeeeeee-0000-4000-8000-000000000001',
      stream: `uploadToken-${id(1)}`,
      revision: 1,
      position: 12n,
      created: now,
      event: { type: 'TokenRevoked', tokenId: id(1) },
      metadata: { correlationId: 'r', causationId: 'r', actor: { kind: 'system' } },
      stored: { type: 'TokenRevoked.v1', data: { tokenId: id(1) }, metadata: { $correlationId: 'r' } },
    }
    expect(await bodyOf({ word: 'revoked', history: [event] })).toMatchObject({
      state: 'revoked',
      history: [{ position: '12', revision: 1, type: 'TokenRevoked.v1', data: { tokenId: id(1) } }],
    })
  })

  test.each<readonly [string, NonNullable<ShownToken['import']>, object]>([
    [
      'an import under way',
      { id: importId, kind: 'dataset', outcome: null },
      { id: importId, kind: 'dataset' },
    ],
    [
      'one that failed',
      {
        id: importId,
        kind: 'external',
        outcome: { status: 'failed', outcomeClass: 'interrupted' },
      },
      {
        id: importId,
        kind: 'external',
        outcome: 'failed',
        outcomeClass: 'interrupted',
      },
    ],
    [
      'one that is not kept',
      {
        id: importId,
        kind: 'ephemeral',
        outcome: { status: 'imported', facts: null },
      },
      { id: importId, kind: 'ephemeral', outcome: 'imported' },
    ],
    [
      'one that is',
      {
        id: importId,
        kind: 'external',
        outcome: {
          status: 'imported',
          facts: {
            datasetId: importId,
            tokenId: id(1),
            projectId: 1,
            userId: 'opaque',
            kind: 'external',
            uuid: 'bbbbbbbb-0000-4000-8000-000000000001',
            definitionSha256: 'cd34',
            policyVersion: null,
            derivationVersion: 'p1',
            columns: [],
            rows: 303,
            bytes: 5,
            sha256,
            ignored: [],
          },
        },
      },
      {
        id: importId,
        kind: 'external',
        outcome: 'imported',
        dataset_id: importId,
        uuid: 'bbbbbbbb-0000-4000-8000-000000000001',
        url: 'https://aperture.example/-/dataset/external/bbbbbbbb-0000-4000-8000-000000000001',
        rows: 303,
      },
    ],
  ])('with %s', async (_what, spentBy, told) => {
    expect(await bodyOf({ import: spentBy })).toHaveProperty('import', told)
  })
})

test('a token is revoked', () =>
  withApp({ revokeToken: async () => ({ outcome: 'revoked' }) }, {}, async (app) => {
    const answer = await send(app, 'DELETE', `${tokens}/${id(1)}`, asManager)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'revoked' }])
  }))

test.each([
  ['unknown-token', 404],
  ['token-already-used', 409],
] as const)('a revocation refused for %s is %i', (code, status) =>
  withApp({ revokeToken: async () => ({ outcome: 'refused', refusal: { code } }) }, {}, async (app) => {
    const answer = await send(app, 'DELETE', `${tokens}/${id(1)}`, asManager)
    expect(answer.status).toBe(status)
    expect(problem(answer).code).toBe(code)
  }),
)

test.each(['GET', 'DELETE'])('%s of what is no id asks no one', (method) =>
  withApp({}, {}, async (app) => {
    const answer = await send(app, method, `${tokens}/self`, asManager)
    expect(answer.status).toBe(404)
    expect(problem(answer).code).toBe('unknown-token')
  }),
)

describe('a token is waited for', () => {
  test('as long as is asked', () => {
    const asked: unknown[] = []
    const awaitToken: UseCases['awaitToken'] = async (tokenId, ms, signal) => {
      asked.push([tokenId, ms, signal.aborted])
      return { ...shown, word: 'imported' }
    }
    return withApp({ awaitToken }, {}, async (app) => {
      const answer = await send(app, 'GET', `${tokens}/${id(1)}?wait=30`, asManager)
      expect([answer.status, JSON.parse(answer.body).state]).toEqual([200, 'imported'])
      expect(asked).toEqual([[id(1), 30_000, false]])
    })
  })

  test.each(['0', '61', '-1', 'x', ''])('not for %j seconds', (wait) =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'GET', `${tokens}/${id(1)}?wait=${wait}`, asManager)
      expect([answer.status, problem(answer).code]).toEqual([400, 'parameter-invalid'])
    }),
  )

  test('no longer than its client waits', async () => {
    let ended = () => {}
    const left = new Promise<void>((resolve) => {
      ended = resolve
    })
    const awaitToken: UseCases['awaitToken'] = (_tokenId, _ms, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          ended()
          resolve(shown)
        })
        gone.abort()
      })
    const gone = new AbortController()
    await withApp({ awaitToken }, {}, async (app) => {
      const headers = asManager
      const answer = fetch(`${app.url}${tokens}/${id(1)}?wait=60`, { headers, signal: gone.signal })
      await expect(answer).rejects.toThrow()
      await left
    })
  })
})

describe('tokens are listed', () => {
  const listed = (n: number): ListedToken => ({
    tokenId: id(n),
    projectId: 1,
    userId: 'opaque',
    user: 'jdoe',
    kinds: ['dataset'],
    notBefore: now,
    expiresAt: now + 900_000,
    issuedAt: now,
    word: 'imported',
    importId,
    importKind: 'dataset',
  })
  const listOf = (length: number) => {
    const asked: unknown[] = []
    const listTokens: UseCases['listTokens'] = async (query) => {
      asked.push(query)
      return Array.from({ length }, (_, n) => listed(n)).slice(0, query.limit)
    }
    return { listTokens, asked }
  }

  test('without the opaque ids of users', () => {
    const { listTokens } = listOf(1)
    return withApp({ listTokens }, {}, async (app) => {
      const answer = await send(app, 'GET', tokens, asManager)
      expect(JSON.parse(answer.body)).toEqual([
        {
          token_id: id(0),
          state: 'imported',
          project: 1,
          user: 'jdoe',
          kinds: ['dataset'],
          not_before: '2031-05-17T08:00:00.000Z',
          expires_at: '2031-05-17T08:15:00.000Z',
          import: { id: importId, kind: 'dataset' },
        },
      ])
    })
  })

  test('a page at a time, which names the next one', () => {
    const { listTokens, asked } = listOf(101)
    return withApp({ listTokens }, {}, async (app) => {
      const query = `project=1&user=j%20doe&state=not-yet-valid&before=${id(7)}`
      const answer = await send(app, 'GET', `${tokens}?${query}`, asManager)
      expect(JSON.parse(answer.body)).toHaveLength(100)
      expect(answer.headers.link).toBe(
        `<https://aperture.example${tokens}?project=1&user=j+doe&state=not-yet-valid&before=${id(99)}>; rel="next"`,
      )
      expect(asked).toEqual([
        { projectId: 1, user: 'j doe', word: 'not-yet-valid', before: id(7), limit: 101 },
      ])
    })
  })

  test('and the last page names none', () => {
    const { listTokens } = listOf(100)
    return withApp({ listTokens }, {}, async (app) => {
      const answer = await send(app, 'GET', tokens, asManager)
      expect(JSON.parse(answer.body)).toHaveLength(100)
      expect(answer.headers.link).toBeUndefined()
    })
  })

  test.each(['project=x', 'project=0', 'before=self', 'state=used', 'user=a&user=b'])('not by %s', (query) =>
    withApp({}, {}, async (app) => {
      const answer = await send(app, 'GET', `${tokens}?${query}`, asManager)
      expect(answer.status).toBe(400)
      expect(problem(answer).detail).toContain(query.split('=')[0])
    }),
  )
})
