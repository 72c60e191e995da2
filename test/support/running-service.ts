import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import type { TokenRequest } from '../../src/application/issue-token'
import type { EventMetadata } from '../../src/application/ports/event-store'
import type { Reached } from '../../src/application/ports/fail-point'
import type { Log } from '../../src/application/ports/log'
import { ageSealing, generateIdentity } from '../../src/infrastructure/age/age'
import { type Config, readConfig } from '../../src/infrastructure/composition/config'
import type { Secrets } from '../../src/infrastructure/composition/load-secrets'
import type { Ports } from '../../src/infrastructure/composition/ports'
import { openService, type Service } from '../../src/infrastructure/composition/service'
import type { CredentialKeys } from '../../src/infrastructure/jwt/jwt'
import { pinoLog } from '../../src/infrastructure/system/pino-log'
import { httpApp } from '../../src/interfaces/http/app'
import { type ClientPatience, clientPatience } from '../../src/interfaces/http/client-patience'
import { baseUrlOf, listen } from '../../src/interfaces/http/server'
import { publishedMasterKey } from './published-keys'
import { temporaryDirectory } from './temporary-directory'
import { openTestStore } from './test-store'
import { watchedAnswers } from './watched-answers'

export const testMetadata: EventMetadata = {
  correlationId: 'test',
  causationId: 'test',
  actor: { kind: 'system' },
}

export interface RunningService {
  readonly url: string
  readonly service: Service
  /** Everything the service writes lies below it. */
  readonly directory: string
  /** What was logged, as text. */
  readonly logged: () => string
  readonly keyfileIdentity: string
  /** Opens an age file that was sealed to the deployment's recipient. */
  openKeyfile(sealed: Uint8Array): Promise<string>
  managementJwt(): Promise<string>
  dataJwt(user: string): Promise<string>
  provisionUser(name: string, groups?: readonly string[]): Promise<string>
  provisionProject(name: string, owner: string, authgroup?: string): Promise<number>
  issueToken(request: TokenRequest): Promise<string>
  /** Stops, and starts on the same data again. */
  restart(): Promise<RunningService>
  /** Another process of the deployment, with a data directory of its own; `end` it before this one. On EventStoreDB. */
  startNode(): Promise<RunningService>
  /** Stops and leaves the data. */
  stop(): Promise<void>
  /** Stops and removes the data. */
  end(): Promise<void>
}

export interface RunningOptions {
  /** In place of random secrets; of a public key the service mints no credential. */
  readonly credentialKeys?: CredentialKeys
  readonly env?: Readonly<Record<string, string>>
  readonly replaced?: Partial<Ports>
  /** Hears of the points of every import. */
  readonly reached?: Reached
  /** For a test that has no time to wait for a client as long as the service does. */
  readonly patience?: Partial<ClientPatience>
}

/** The whole service in this process, on real adapters, a directory of its own and a real socket. */
export async function runService(options: RunningOptions = {}): Promise<RunningService> {
  const directory = await temporaryDirectory()
  const secrets: Secrets = {
    masterKey: publishedMasterKey,
    management: randomBytes(64),
    data: randomBytes(64),
    ...options.credentialKeys,
    keyfileIdentity: null,
  }
  const { identity, recipient } = await generateIdentity()
  const store = await openTestStore()
  const env = {
    ...store.env,
    ...options.env,
    APERTURE_DATA_DIR: path.join(directory.path, 'data'),
    APERTURE_KEYFILE_RECIPIENT: recipient,
  }
  const reading = readConfig(env)
  if (reading.outcome === 'refused') throw new Error(reading.mistakes.join(' '))
  const end = () => Promise.all([store.close(), directory.remove()])
  return start(reading.config, {
    secrets,
    keyfileIdentity: identity,
    options,
    directory: directory.path,
    end,
  })
}

/** What stays the same over a restart. */
interface Kept {
  readonly secrets: Secrets
  readonly keyfileIdentity: string
  readonly options: RunningOptions
  readonly directory: string
  end(): Promise<unknown>
}

async function start(config: Config, kept: Kept): Promise<RunningService> {
  const { secrets, keyfileIdentity, options, directory } = kept
  const { log, logged } = rememberingLog()
  const service = await openService(config, secrets, log, options.replaced, options.reached)
  const patience = { ...clientPatience(config.limits), ...options.patience }
  let url = ''
  const stopping = new AbortController()
  const { app, settled } = httpApp({
    useCases: service.useCases,
    credentials: service.credentials,
    ready: service.ready,
    log,
    metrics: service.ports.metrics,
    newId: service.ports.newId,
    clock: service.ports.clock,
    version: '1.2.3',
    publicUrl: () => url,
    stopping: stopping.signal,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    statusCodes: config.statusCodes,
    patience,
    limits: config.limits,
    ...(options.reached && { reached: options.reached }),
  })
  const answers = watchedAnswers(config.statusCodes)
  const server = await listen(answers.watch(app), '127.0.0.1', 0, patience)
  url = baseUrlOf('127.0.0.1', server.port)
  let stopped = false
  const stop = async () => {
    if (stopped) return
    stopped = true
    stopping.abort()
    const closed = server.close()
    service.notReady()
    // What is done behind an answer may need the store.
    await settled()
    await service.close(5_000)
    await settled()
    await closed
    answers.check()
  }
  const { useCases, issuer } = service
  return {
    url,
    service,
    directory,
    logged,
    keyfileIdentity,
    openKeyfile: (sealed) => ageSealing.openText(keyfileIdentity, sealed),
    managementJwt: () => issuer.management('test-client', 600),
    dataJwt: (user) => issuer.data(user, 600),
    async provisionUser(name, groups = []) {
      const result = await useCases.provisionUser({ name, groups }, testMetadata)
      if (result.outcome === 'refused') throw new Error(result.refusal.code)
      return result.userId
    },
    async provisionProject(name, owner, authgroup) {
      const request = { name, description: '', owner, ...(authgroup === undefined ? {} : { authgroup }) }
      const result = await useCases.provisionProject(request, testMetadata)
      if (result.outcome === 'refused') throw new Error(result.refusal.code)
      return result.projectId
    },
    async issueToken(request) {
      const result = await useCases.issueToken(request, testMetadata)
      if (result.outcome === 'refused') throw new Error(result.refusal.code)
      return result.issued.token
    },
    async restart() {
      await stop()
      return start(config, kept)
    },
    startNode: () =>
      start(
        { ...config, dataDir: path.join(directory, `data-${randomUUID()}`) },
        { ...kept, end: async () => {} },
      ),
    stop,
    async end() {
      try {
        await stop()
      } finally {
        await kept.end()
      }
    },
  }
}

/** The service's own log, kept instead of printed. */
function rememberingLog(): { readonly log: Log; readonly logged: () => string } {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  return { log: pinoLog({ level: 'info', destination }), logged: () => lines.join('') }
}
