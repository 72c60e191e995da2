import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import net from 'node:net'
import type { CredentialVerifier } from '../../../src/application/ports/credentials'
import type { LogFields } from '../../../src/application/ports/log'
import type { CheckReadiness } from '../../../src/application/readiness'
import type { UseCases } from '../../../src/application/use-cases'
import { httpApp } from '../../../src/interfaces/http/app'
import type { AddressRange } from '../../../src/interfaces/http/client-address'
import { type ClientPatience, clientPatience } from '../../../src/interfaces/http/client-patience'
import { deferContinue } from '../../../src/interfaces/http/form-expect'
import { isUpload } from '../../../src/interfaces/http/upload-routes'
import { silentMetrics } from '../../support/silent-metrics'
import { watchedAnswers } from '../../support/watched-answers'

export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly fault?: unknown
  readonly fields: LogFields
}

export interface RunningApp {
  readonly port: number
  readonly url: string
  readonly logged: readonly LoggedLine[]
  settled(): Promise<void>
  close(): Promise<void>
}

export const now = Date.parse('2031-05-17T08:00:00Z')
export const asManager = { Authorization: 'Bearer manager' }
export const asReader = { Authorization: 'Bearer reader' }

const credentials: CredentialVerifier = {
  management: async (bearer) => (bearer === 'manager' ? { identity: 'portal' } : null),
  data: async (bearer) => (bearer === 'reader' ? { userName: 'jdoe' } : null),
}

const patient = clientPatience({ uploadIdleSeconds: 30, uploadMaxSeconds: 600 })

/** The app on a socket of its own, over these use cases; a call of any other is a fault. */
export async function startApp(
  useCases: Partial<UseCases>,
  options: {
    readonly ready?: CheckReadiness
    readonly maxUploadBytes?: number
    readonly corsOrigins?: readonly string[]
    readonly trustedProxies?: readonly AddressRange[]
    readonly statusCodes?: 'http' | 'manual'
    readonly stopping?: AbortSignal
    readonly patience?: Partial<ClientPatience>
  } = {},
): Promise<RunningApp> {
  const logged: LoggedLine[] = []
  let ids = 0
  const { app, settled } = httpApp({
    useCases: new Proxy(useCases as UseCases, {
      get: (given, name) =>
        Reflect.get(given, name) ??
        (async () => {
          throw new Error(`${String(name)} was not to be called`)
        }),
    }),
    credentials,
    ready: options.ready ?? (async () => ({ ready: true })),
    metrics: silentMetrics,
    log: {
      info: (message, fields = {}) => void logged.push({ level: 'info', message, fields }),
      warn: (message, fields = {}) => void logged.push({ level: 'warn', message, fields }),
      error: (message, fault, fields = {}) => void logged.push({ level: 'error', message, fault, fields }),
    },
    newId: () => `request-${++ids}`,
    clock: () => now,
    version: '1.2.3',
    publicUrl: () => 'https://aperture.example',
    corsOrigins: options.corsOrigins ?? [],
    trustedProxies: options.trustedProxies ?? [],
    statusCodes: options.statusCodes ?? 'http',
    ...(options.stopping && { stopping: options.stopping }),
    patience: { ...patient, ...options.patience },
    limits: {
      maxUploadBytes: options.maxUploadBytes ?? 100_000_000,
      maxRecordBytes: 1_048_576,
      maxColumns: 4_096,
      tokenMaxSeconds: 86_400,
    },
  })
  const answers = watchedAnswers(options.statusCodes ?? 'http')
  const listener = answers.watch(app)
  const server = http.createServer(listener)
  deferContinue(server, listener, isUpload)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    logged,
    settled,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      answers.check()
    },
  }
}

/** Runs a test against an app that ends with it. */
export async function withApp(
  useCases: Parameters<typeof startApp>[0],
  options: Parameters<typeof startApp>[1],
  test: (app: RunningApp) => Promise<void>,
): Promise<void> {
  const app = await startApp(useCases, options)
  try {
    await test(app)
  } finally {
    await app.close()
  }
}

export interface RawAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A request whose path goes out as it is written here. */
export const send = (
  { port }: RunningApp,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    const request = http.request({ port, method, path, headers: { ...length, ...headers }, agent: false })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    request.end(body)
  })

export const sendJson = (
  app: RunningApp,
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = asManager,
): Promise<RawAnswer> =>
  send(app, method, path, { 'Content-Type': 'application/json', ...headers }, JSON.stringify(body))

export const connect = ({ port }: RunningApp): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(socket))
    socket.once('error', reject)
  })

/** Settles once `condition` holds; a test that waits in vain runs into its own limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** The members that every problem has, as the app of these tests makes them. */
export const problem = (answer: RawAnswer): Record<string, unknown> => {
  expect(answer.headers['content-type']).toBe('application/problem+json')
  const body = JSON.parse(answer.body)
  expect(body).toMatchObject({
    type: `/-/problems/${body.code}`,
    title: expect.any(String),
    status: answer.status,
    detail: expect.any(String),
    request_id: expect.stringMatching(/^request-\d+$/),
  })
  return body
}
