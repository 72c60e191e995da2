import type { UploadCheck } from '../../../src/application/check-upload'
import type { EventMetadata } from '../../../src/application/ports/event-store'
import type { UseCases } from '../../../src/application/use-cases'
import { run } from '../../../src/interfaces/cli/run'
import type { Terminal } from '../../../src/interfaces/cli/terminal'

export interface Told {
  readonly code: number
  readonly out: readonly string[]
  readonly complaints: readonly string[]
  /** What the use cases were called with, in their order. */
  readonly calls: readonly (readonly unknown[])[]
  /** How much of what was opened has been closed again. */
  readonly open: number
}

export const requestId = 'request-1'
export const byCommandLine: EventMetadata = {
  correlationId: requestId,
  causationId: requestId,
  actor: { kind: 'cli' },
}

export const soundCheck: UploadCheck = {
  outcome: 'sound',
  rows: 0,
  columns: [],
  keyfile: [],
  uuid: null,
  ignored: [],
}

/** What the examples of the help need, so that each can be typed. */
const obliging: Partial<UseCases> = {
  provisionUser: async () => ({ outcome: 'provisioned', userId: 'user-1' }),
  deactivateUser: async () => ({ outcome: 'deactivated' }),
  listUsers: async () => [],
  provisionProject: async () => ({ outcome: 'created', projectId: 2 }),
  listProjects: async () => [],
  showProject: async (projectId) => ({
    projectId,
    name: 'Heart',
    description: 'a study',
    authgroup: null,
    deidProjectId: null,
    keyfileRecipient: null,
    exportTarget: { host: 'sftp.example', port: 22, user: 'in', path: '/' },
    owners: ['jdoe', 'asmith'],
    retired: false,
  }),
  changeProject: async () => ({ outcome: 'changed' }),
  retireProject: async () => ({ outcome: 'retired' }),
  issueToken: async () => ({
    outcome: 'issued',
    issued: { token: 'id.secret', tokenId: 'id', notBefore: 0, expiresAt: 900_000 },
  }),
  showToken: async () => ({
    word: 'issued',
    projectId: 2,
    user: 'jdoe',
    kinds: ['dataset'],
    notBefore: 0,
    expiresAt: 900_000,
    limits: {},
    import: null,
    history: [],
  }),
  revokeToken: async () => ({ outcome: 'revoked' }),
  replayHistory: async function* () {},
  checkUpload: async () => soundCheck,
}

/** Runs the words of a command over use cases that do as they are told, and others in their place. */
export async function typed(
  line: string | readonly string[],
  useCases: Partial<UseCases> = {},
  overriding: Partial<Terminal> = {},
): Promise<Told> {
  const out: string[] = []
  const complaints: string[] = []
  const calls: (readonly unknown[])[] = []
  let open = 0
  const noting = new Proxy({ ...obliging, ...useCases } as UseCases, {
    get:
      (given, name: keyof UseCases) =>
      (...parameters: never[]) => {
        calls.push([name, ...parameters])
        return (given[name] as (...parameters: never[]) => unknown)(...parameters)
      },
  })
  const opening = <Opened>(opened: Opened) => {
    open++
    return { outcome: 'opened', ...opened } as const
  }
  const close = async () => void open--
  const terminal: Terminal = {
    openIssuer: async () => ({
      outcome: 'opened',
      issuer: {
        management: async (identity, seconds) => `management of ${identity} for ${seconds}`,
        data: async (user, seconds) => `data of ${user} for ${seconds}`,
      },
    }),
    openAdministration: async () =>
      opening({
        administration: {
          useCases: noting,
          newId: () => requestId,
          address: { host: '127.0.0.1', port: 8080, publicUrl: null },
          close,
        },
      }),
    openLists: async () => opening({ lists: { useCases: noting, close } }),
    openChecker: async () => opening({ checker: { useCases: noting, maxUploadBytes: 1_000, close } }),
    generateKeys: async () => ({
      masterKey: 'm',
      management: 's',
      data: 'd',
      keyfileIdentity: 'i',
      recipient: 'r',
    }),
    generateKeysInto: async () => ({ outcome: 'generated', recipient: 'r' }),
    serve: async () => 0,
    print: (text) => void out.push(text),
    complain: (text) => void complaints.push(text),
    progress: { isTerminal: false, columns: 80, draw() {}, end() {} },
    input: { isTerminal: true, read: async () => '' },
    variable: () => undefined,
    interruptible: (work) => work(new AbortController().signal),
    pause: async () => {},
    elapsed: () => 0,
    ...overriding,
  }
  const words = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line
  const code = await run(terminal, words)
  return { code, out, complaints, calls, open }
}

const notToBeOpened = (what: string) => () => Promise.reject(new Error(`${what} was opened`))

export const mustNotOpen: Partial<Terminal> = {
  openIssuer: notToBeOpened('the issuer'),
  openAdministration: notToBeOpened('the history'),
  openLists: notToBeOpened('the lists'),
  openChecker: notToBeOpened('the checker'),
  generateKeys: notToBeOpened('a source of keys'),
  generateKeysInto: notToBeOpened('a directory'),
  serve: notToBeOpened('the server'),
}
