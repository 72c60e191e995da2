import type { IssueTokenRefusal, TokenRequest } from '../../../src/application/issue-token'
import type { EventMetadata } from '../../../src/application/ports/event-store'
import { run } from '../../../src/interfaces/cli/run'
import type { Administration, Terminal } from '../../../src/interfaces/cli/terminal'

interface Told {
  readonly code: number
  readonly out: readonly string[]
  readonly complaints: readonly string[]
  readonly requests: readonly (readonly [TokenRequest, EventMetadata])[]
  readonly closed: number
}

/** Runs a line of words over a service that issues the token `id.secret`, or refuses to. */
async function typed(line: string, overriding: Partial<Terminal> = {}, refusal?: IssueTokenRefusal) {
  const out: string[] = []
  const complaints: string[] = []
  const requests: [TokenRequest, EventMetadata][] = []
  let closed = 0
  const administration: Administration = {
    useCases: {
      async issueToken(request, metadata) {
        requests.push([request, metadata])
        if (refusal !== undefined) return { outcome: 'refused', refusal }
        const issued = { token: 'id.secret', tokenId: 'id', notBefore: 0, expiresAt: 900_000 }
        return { outcome: 'issued', issued }
      },
    },
    newId: () => 'request-1',
    close: async () => void closed++,
  }
  const terminal: Terminal = {
    openIssuer: async () => ({
      outcome: 'opened',
      issuer: {
        management: async (identity, seconds) => `management of ${identity} for ${seconds}`,
        data: async (user, seconds) => `data of ${user} for ${seconds}`,
      },
    }),
    openAdministration: async () => ({ outcome: 'opened', administration }),
    print: (text) => void out.push(text),
    complain: (text) => void complaints.push(text),
    ...overriding,
  }
  const code = await run(terminal, line === '' ? [] : line.split(' '))
  const told: Told = { code, out, complaints, requests, closed }
  return told
}

const mustNotOpen: Partial<Terminal> = {
  openIssuer: () => Promise.reject(new Error('opened the issuer')),
  openAdministration: () => Promise.reject(new Error('opened the history')),
}

test.each([
  ['jwt management', 'management of cli for 3600'],
  ['jwt management --identity portal --expires-in 60', 'management of portal for 60'],
  ['jwt data --user jdoe', 'data of jdoe for 3600'],
  ['jwt data --user jdoe --json', '{"jwt":"data of jdoe for 3600","expires_in":3600}'],
  ['jwt management --json --expires-in 5', '{"jwt":"management of cli for 5","expires_in":5}'],
])('%s', async (line, printed) => {
  const { openAdministration } = mustNotOpen
  const told = await typed(line, { ...(openAdministration && { openAdministration }) })
  expect([told.code, told.out, told.complaints]).toEqual([0, [printed], []])
})

describe('token issue', () => {
  test('prints the token alone, for one project and user, of any kind', async () => {
    const told = await typed('token issue --project 7 --user jdoe')
    expect([told.code, told.out, told.complaints, told.closed]).toEqual([0, ['id.secret'], [], 1])
    expect(told.requests).toEqual([
      [
        { projectId: 7, user: 'jdoe' },
        { correlationId: 'request-1', causationId: 'request-1', actor: { kind: 'cli' } },
      ],
    ])
  })

  test('takes kinds and window', async () => {
    const { requests } = await typed(
      'token issue --project 7 --user jdoe --kind dataset external --expires-in 60',
    )
    expect(requests[0]?.[0]).toEqual({
      projectId: 7,
      user: 'jdoe',
      kinds: ['dataset', 'external'],
      expiresInSeconds: 60,
    })
  })

  test('prints the answer of the HTTP interface as JSON', async () => {
    const { out } = await typed('token issue --project 7 --user jdoe --json')
    expect(out.map((text) => JSON.parse(text))).toEqual([
      {
        token: 'id.secret',
        token_id: 'id',
        not_before: '1970-01-01T00:00:00.000Z',
        expires_at: '1970-01-01T00:15:00.000Z',
      },
    ])
  })

  test.each<[IssueTokenRefusal, RegExp]>([
    [{ code: 'unknown-project' }, /no such project/],
    [{ code: 'project-retired' }, /project has been retired/],
    [{ code: 'unknown-user' }, /no such user/],
    [{ code: 'user-inactive' }, /user has been deactivated/],
    [{ code: 'not-owner' }, /Only an owner/],
    [{ code: 'token-window-invalid', maxSeconds: 86_400 }, /86400 seconds/],
    [{ code: 'token-kinds-missing' }, /at least one kind/],
  ])('refused for %j is told in one line', async (refusal, sentence) => {
    const told = await typed('token issue --project 7 --user jdoe', {}, refusal)
    expect([told.code, told.out, told.complaints.length, told.closed]).toEqual([1, [], 1, 1])
    expect(told.complaints[0]).toMatch(sentence)
    expect(told.complaints[0]).not.toContain('\n')
  })
})

test.each(['jwt management', 'token issue --project 7 --user jdoe'])(
  '%s tells what keeps the deployment from being opened',
  async (line) => {
    const refused = async () => ({ outcome: 'refused', mistakes: ['No service.', 'No key.'] }) as const
    const told = await typed(line, { openIssuer: refused, openAdministration: refused })
    expect([told.code, told.out, told.complaints]).toEqual([1, [], ['No service.\nNo key.']])
  },
)

test('a fault is told by its class and code, without what it says of paths', async () => {
  const fault = Object.assign(new Error('open /srv/aperture/events.db'), { code: 'EACCES' })
  const told = await typed('jwt management', { openIssuer: () => Promise.reject(fault) })
  expect([told.code, told.complaints]).toEqual([1, ['The command failed: Error (EACCES).']])
})

test.each([
  '',
  'jwt',
  'token',
  'bogus',
  'jwt bogus',
  'jwt data',
  'jwt data --user=',
  'jwt management extra',
  'jwt management --bogus',
  'jwt management --expires-in 0',
  'jwt management --expires-in 1.5',
  'jwt management --identity a/b',
  'token issue --user jdoe',
  'token issue --project 7',
  'token issue --project x --user jdoe',
  'token issue --project 0 --user jdoe',
  'token issue --project 7 --user jdoe --kind bogus',
  'token issue --project 7 --user jdoe --expires-in -5',
])('wrong usage opens nothing: %j', async (line) => {
  const told = await typed(line, mustNotOpen)
  expect([told.code, told.out]).toEqual([2, []])
  expect(told.complaints.join('\n')).not.toBe('')
})

test.each([
  '--help',
  'jwt --help',
  'jwt management --help',
  'jwt data --help',
  'token --help',
  'token issue --help',
])('%s has an example that can be typed', async (line) => {
  const help = await typed(line, mustNotOpen)
  expect([help.code, help.complaints]).toEqual([0, []])
  const example = /^Example: aperture (.+)$/m.exec(help.out.join('\n'))?.[1] ?? ''
  expect((await typed(example)).code).toBe(0)
})
