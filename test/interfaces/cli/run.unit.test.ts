import type { IssueTokenRefusal } from '../../../src/application/issue-token'
import { EventStoreUnavailable, UnknownStoredEvent } from '../../../src/application/ports/event-store'
import { byCommandLine, mustNotOpen, type Told, typed } from './fake-terminal'

test.each([
  ['jwt management', 'management of cli for 3600'],
  ['jwt management --identity portal --expires-in 60', 'management of portal for 60'],
  ['jwt data --user jdoe', 'data of jdoe for 3600'],
  ['jwt data --user jdoe --json', '{"jwt":"data of jdoe for 3600","expires_in":3600}'],
  ['jwt management --json --expires-in 5', '{"jwt":"management of cli for 5","expires_in":5}'],
])('%s', async (line, printed) => {
  const { openIssuer: _issuer, ...others } = mustNotOpen
  const told = await typed(line, {}, others)
  expect([told.code, told.out, told.complaints]).toEqual([0, [printed], []])
})

/** A command, the calls that it makes, and what it answers to a person and to a machine. */
const commands: readonly (readonly [
  line: string | readonly string[],
  call: readonly unknown[],
  text: string | RegExp,
  json: unknown,
])[] = [
  [
    'user add jdoe --group cardiology research',
    ['provisionUser', { name: 'jdoe', groups: ['cardiology', 'research'] }, byCommandLine],
    'Provisioned: jdoe',
    { status: 'provisioned', user: 'jdoe' },
  ],
  [
    'user deactivate jdoe',
    ['deactivateUser', 'jdoe', byCommandLine],
    'Deactivated: jdoe',
    { status: 'deactivated' },
  ],
  [
    ['project', 'add', 'Heart study', '--owner', 'jdoe', '--authgroup', 'cardiology', '--deid-project', '1'],
    [
      'provisionProject',
      { name: 'Heart study', description: '', owner: 'jdoe', authgroup: 'cardiology', deidProjectId: 1 },
      byCommandLine,
    ],
    'Created: project 2',
    { status: 'created', id: 2 },
  ],
  [
    'project show 7',
    ['showProject', 7],
    /^id {17}7\nname {15}Heart\n.*owners {13}jdoe, asmith\nretired {12}no$/s,
    {
      id: 7,
      name: 'Heart',
      description: 'a study',
      authgroup: null,
      deid_project_id: null,
      keyfile_recipient: null,
      sftpexporttarget: { host: 'sftp.example', port: 22, user: 'in', path: '/' },
      owners: ['jdoe', 'asmith'],
      retired: false,
    },
  ],
  [
    'project change 7 --owner jdoe asmith --no-authgroup --no-export-target --keyfile-recipient age1x',
    [
      'changeProject',
      7,
      { authgroup: null, keyfileRecipient: 'age1x', exportTarget: null, owners: ['jdoe', 'asmith'] },
      byCommandLine,
    ],
    'Changed: project 7',
    { status: 'changed', id: 7 },
  ],
  [
    'project change 7 --authgroup cardiology --no-keyfile-recipient',
    ['changeProject', 7, { authgroup: 'cardiology', keyfileRecipient: null }, byCommandLine],
    'Changed: project 7',
    { status: 'changed', id: 7 },
  ],
  ['project change 7', ['changeProject', 7, {}, byCommandLine], 'Changed: project 7', expect.anything()],
  ['project retire 7', ['retireProject', 7, byCommandLine], 'Retired: project 7', { status: 'retired' }],
  [
    'token issue --project 7 --user jdoe',
    ['issueToken', { projectId: 7, user: 'jdoe' }, byCommandLine],
    'id.secret',
    {
      status: 'issued',
      token: 'id.secret',
      token_id: 'id',
      not_before: '1970-01-01T00:00:00.000Z',
      expires_at: '1970-01-01T00:15:00.000Z',
    },
  ],
  [
    'token issue --project 7 --user jdoe --kind dataset external --expires-in 60 --max-bytes 9 --max-rows 2',
    [
      'issueToken',
      {
        projectId: 7,
        user: 'jdoe',
        kinds: ['dataset', 'external'],
        expiresInSeconds: 60,
        maxBytes: 9,
        maxRows: 2,
      },
      byCommandLine,
    ],
    'id.secret',
    expect.anything(),
  ],
  [
    'token show 3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162',
    ['showToken', '3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162'],
    /^token_id {4}3f0c9a52-\S+\nstate {7}issued\n.*kinds {7}dataset\n\nposition {2}created {2}type\n/s,
    {
      token_id: '3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162',
      state: 'issued',
      project: 2,
      user: 'jdoe',
      kinds: ['dataset'],
      not_before: '1970-01-01T00:00:00.000Z',
      expires_at: '1970-01-01T00:15:00.000Z',
      history: [],
    },
  ],
  [
    'token revoke 3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162',
    ['revokeToken', '3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162', byCommandLine],
    'Revoked: 3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162',
    { status: 'revoked' },
  ],
]

const wordsOf = (line: string | readonly string[]) => (typeof line === 'string' ? line.split(' ') : line)

test.each(commands)('%s', async (line, call, text, json) => {
  const forPeople = await typed(line)
  expect([forPeople.code, forPeople.calls, forPeople.complaints, forPeople.open]).toEqual([0, [call], [], 0])
  expect(forPeople.out).toEqual([typeof text === 'string' ? text : expect.stringMatching(text)])
  const forMachines = await typed([...wordsOf(line), '--json'])
  expect(forMachines.calls).toEqual([call])
  expect(forMachines.out.map((printed) => JSON.parse(printed))).toEqual([json])
})

test('user list', async () => {
  const listUsers = async () => [
    { name: null, groups: [], active: false },
    { name: 'jdoe', groups: ['a', 'b'], active: true },
    { name: 'asmith', groups: [], active: true },
  ]
  const told = await typed('user list', { listUsers })
  expect(told.out).toEqual([
    'user      groups  state\n----      ------  -----\nasmith            active\njdoe      a, b    active\n(erased)          deactivated',
  ])
  expect((await typed('user list --json', { listUsers })).out.map((text) => JSON.parse(text))).toEqual([
    [
      { user: 'asmith', groups: [], active: true },
      { user: 'jdoe', groups: ['a', 'b'], active: true },
      { user: null, groups: [], active: false },
    ],
  ])
  expect(told.open).toBe(0)
})

test('project list', async () => {
  const project = {
    projectId: 7,
    name: 'Heart',
    description: 'a\nstudy',
    authgroup: null,
    deidProjectId: null,
    keyfileRecipient: null,
    retired: false,
    visible: true,
  }
  const listProjects = async () => [project]
  expect((await typed('project list', { listProjects })).out).toEqual([
    'id  name   description\n--  ----   -----------\n7   Heart  a study',
  ])
  expect((await typed('project list --json', { listProjects })).out).toEqual([
    '[{"id":7,"name":"Heart","description":"a\\nstudy"}]',
  ])
})

test('serve ends with the exit code of the server, and has nothing to add', async () => {
  const told = await typed('serve', {}, { ...mustNotOpen, serve: async () => 1 })
  expect([told.code, told.out, told.complaints]).toEqual([1, [], []])
})

describe('key generate', () => {
  test('prints variables that a service can be started with, and the identity apart from them', async () => {
    expect((await typed('key generate')).out).toEqual([
      'APERTURE_MASTER_KEY=m\nAPERTURE_MANAGEMENT_SECRET=s\nAPERTURE_DATA_SECRET=d\n' +
        'APERTURE_KEYFILE_RECIPIENT=r\n# For the data owner alone; it opens the keyfiles:\n# i',
    ])
    expect((await typed('key generate --json')).out).toEqual([
      '{"master_key":"m","management_secret":"s","data_secret":"d","keyfile_identity":"i","keyfile_recipient":"r"}',
    ])
  })

  test('prints no secret when it writes files', async () => {
    const told = await typed('key generate --directory keys --json')
    expect(told.out).toEqual(['{"status":"generated","keyfile_recipient":"r"}'])
  })
})

test.each<[IssueTokenRefusal, RegExp]>([
  [{ code: 'unknown-project' }, /no such project/],
  [{ code: 'project-retired' }, /project has been retired/],
  [{ code: 'unknown-user' }, /no such user/],
  [{ code: 'user-inactive' }, /user has been deactivated/],
  [{ code: 'not-owner' }, /Only an owner/],
  [{ code: 'token-window-invalid', maxSeconds: 86_400 }, /86400 seconds/],
  [{ code: 'token-kinds-missing' }, /at least one kind/],
])('a token that is refused for %j is told in one line', async (refusal, sentence) => {
  const issueToken = async () => ({ outcome: 'refused', refusal }) as const
  expectRefusal(await typed('token issue --project 7 --user jdoe', { issueToken }), sentence)
})

test('what is refused is told in the sentence that HTTP has for it', async () => {
  const refused = <Code extends string>(code: Code) => ({ outcome: 'refused', refusal: { code } }) as const
  const provisionUser = async () => refused('user-exists')
  expectRefusal(await typed('user add jdoe', { provisionUser }), /^A user by this name/)
  const retireProject = async () => refused('unknown-project')
  expectRefusal(await typed('project retire 7', { retireProject }), /no such project/)
  const id = '3f0c9a52-6f0e-4a3b-9a4c-1d2e3f405162'
  const revokeToken = async () => refused('token-already-used')
  expectRefusal(await typed(`token revoke ${id} --json`, { revokeToken }), /has had it/)
  expectRefusal(await typed('project show 7', { showProject: async () => null }), /no such project/)
  expectRefusal(await typed(`token show ${id}`, { showToken: async () => null }), /No token with this id/)
})

function expectRefusal(told: Told, sentence: RegExp): void {
  expect([told.code, told.out, told.open]).toEqual([1, [], 0])
  expect(told.complaints).toEqual([expect.stringMatching(sentence)])
  expect(told.complaints[0]).not.toContain('\n')
}

test.each(['jwt management', 'token issue --project 7 --user jdoe', 'user list', 'audit export'])(
  '%s tells what keeps the deployment from being opened',
  async (line) => {
    const refused = async () => ({ outcome: 'refused', mistakes: ['No service.', 'No key.'] }) as const
    const overriding = { openIssuer: refused, openAdministration: refused, openLists: refused }
    const told = await typed(line, {}, overriding)
    expect([told.code, told.out, told.complaints]).toEqual([1, [], ['No service.\nNo key.']])
  },
)

test('a fault is told by its class and code, without what it says of paths', async () => {
  const fault = Object.assign(new Error('open /srv/aperture/events.db'), { code: 'EACCES' })
  const told = await typed('jwt management', {}, { openIssuer: () => Promise.reject(fault) })
  expect([told.code, told.complaints]).toEqual([1, ['The command failed: Error (EACCES).']])
})

test('a history that does not answer is told in a sentence, and what was opened is closed', async () => {
  const listUsers = () => Promise.reject(new EventStoreUnavailable('the read models are behind'))
  const told = await typed('user list', { listUsers })
  expect([told.code, told.complaints, told.open]).toEqual([
    1,
    ['The history can not be reached: try again.'],
    0,
  ])
})

test('a history of a later version is told by the name of what is not known', async () => {
  const listUsers = () => Promise.reject(new UnknownStoredEvent('UserKnighted.v1'))
  const told = await typed('user list', { listUsers })
  expect([told.code, told.complaints]).toEqual([
    1,
    [
      'The history holds an event named UserKnighted.v1, which is unknown here: use the version that runs the service.',
    ],
  ])
})
