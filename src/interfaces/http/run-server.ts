import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../../application/ports/clock'
import type { CredentialVerifier } from '../../application/ports/credentials'
import type { Reached } from '../../application/ports/fail-point'
import type { NewId } from '../../application/ports/ids'
import type { Log } from '../../application/ports/log'
import type { Metrics } from '../../application/ports/metrics'
import type { CheckReadiness } from '../../application/readiness'
import type { UseCases } from '../../application/use-cases'
import { httpApp } from './app'
import type { AddressRange } from './client-address'
import { type ClientPatience, clientPatience } from './client-patience'
import { provisionSample, sampleText } from './first-start'
import type { HttpDeps, StatusCodes } from './http-deps'
import { baseUrlOf, listen, type RunningServer, startLater } from './server'
import { addressMistake, faultText } from './start-faults'
import { abortedAt, stopSignal } from './stop-signal'
import { counted } from './under-way'
import { waitingListener } from './waiting-listener'

type Refused = { readonly outcome: 'refused'; readonly mistakes: readonly string[] }

/** A start that nothing speaks against so far, as the composition root prepares it from the environment. */
export interface PreparedServer {
  readonly outcome: 'prepared'
  readonly config: {
    readonly host: string
    readonly port: number
    readonly publicUrl: string | null
    readonly corsOrigins: readonly string[]
    readonly trustedProxies: readonly AddressRange[]
    readonly statusCodes: StatusCodes
    readonly limits: HttpDeps['limits'] & {
      readonly drainSeconds: number
      readonly uploadIdleSeconds: number
      readonly uploadMaxSeconds: number
    }
  }
  readonly version: string
  readonly unknownVariables: readonly string[]
  readonly log: Log
  readonly newId: NewId
  readonly clock: Clock
  /** For a test that ends the process around an answer. */
  readonly reached?: Reached
  /** For a test that has no time to wait for as long as the service does. */
  readonly patience?: Partial<ClientPatience>
  /** `waits` is called once, when the event store is waited for. */
  open(patience: {
    waits(): void
    readonly stopping: AbortSignal
  }): Promise<OpenedService | Refused | { readonly outcome: 'stopped' }>
}

interface OpenedService {
  readonly outcome: 'started'
  readonly firstStart: boolean
  readonly keepsKeyfileIdentity: boolean
  readonly service: {
    readonly useCases: UseCases
    readonly credentials: CredentialVerifier
    readonly ready: CheckReadiness
    readonly ports: { readonly metrics: Metrics }
    notReady(): void
    close(drainMs: number): Promise<boolean>
  }
}

/**
 * Serves until the first signal to stop. The exit code of the process: 0 when every answer under way has ended, 1
 * when one was cut off or the start was refused, which standard error then tells.
 */
export async function runServer(prepare: () => Promise<PreparedServer | Refused>): Promise<number> {
  try {
    return await serveUntilStopped(prepare)
  } catch (fault) {
    process.stderr.write(`${faultText(fault)}\n`)
    return 1
  }
}

async function serveUntilStopped(prepare: () => Promise<PreparedServer | Refused>): Promise<number> {
  const prepared = await prepare()
  if (prepared.outcome === 'refused') return refuseStart(prepared.mistakes)
  const { config, unknownVariables, log, newId, clock, reached } = prepared
  const { host, limits, statusCodes } = config
  const patience = { ...clientPatience(limits), ...prepared.patience }
  const requests = startLater()
  let server: RunningServer
  try {
    server = await listen(requests.listener, host, config.port, patience)
  } catch (fault) {
    const mistake = addressMistake(fault, config)
    if (mistake === null) throw fault
    return refuseStart([mistake])
  }
  const stopping = stopSignal()
  const waits = () => {
    log.warn('the event store does not answer: the start waits for it', { host, port: server.port })
    requests.start(waitingListener({ newId, clock, statusCodes, answerMs: patience.answerMs }))
  }
  const started = await prepared.open({ waits, stopping: abortedAt(stopping) })
  if (started.outcome === 'stopped') {
    await server.close(0)
    return 0
  }
  if (started.outcome === 'refused') return refuseStart(started.mistakes)

  const { service, firstStart, keepsKeyfileIdentity } = started
  const { metrics } = service.ports
  const listeningAt = baseUrlOf(host, server.port)
  const publicUrl = config.publicUrl ?? listeningAt
  const waiting = new AbortController()
  const imports = counted(service.useCases.importDataset)
  const { app, settled } = httpApp({
    useCases: { ...service.useCases, importDataset: imports.call },
    credentials: service.credentials,
    ready: service.ready,
    log,
    metrics,
    newId,
    clock,
    version: prepared.version,
    publicUrl: () => publicUrl,
    stopping: waiting.signal,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    statusCodes,
    ...(reached && { reached }),
    patience,
    limits,
  })
  requests.start(app)
  log.info('listening', { host, port: server.port, url: publicUrl })
  for (const variable of unknownVariables)
    log.warn('this variable is not known and has no effect', { variable })
  if (keepsKeyfileIdentity) {
    log.warn('keyfile.identity, which opens keyfiles, lies beside the service: move it to the data owner')
  }
  if (firstStart) {
    log.info('a first start: secrets were generated in the data directory')
    const sample = await provisionSample(service.useCases, newId())
    process.stdout.write(sampleText(sample, listeningAt))
  }

  log.info('stopping', { signal: await stopping })
  service.notReady()
  waiting.abort()
  const drainEnd = performance.now() + limits.drainSeconds * 1_000
  const left = () => Math.max(0, drainEnd - performance.now())
  // Whoever balances the load learns it meanwhile, and new uploads are told to go elsewhere.
  const drained = await Promise.race([
    imports.idle().then(() => true),
    setTimeout(left(), false, { ref: false }),
  ])
  const answered = await server.close(left())
  await settled()
  const settledInTime = await service.close(left())
  return drained && answered && settledInTime ? 0 : 1
}

function refuseStart(mistakes: readonly string[]): number {
  for (const mistake of mistakes) process.stderr.write(`${mistake}\n`)
  return 1
}
