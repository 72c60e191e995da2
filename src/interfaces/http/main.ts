import { readConfig } from '../../infrastructure/composition/config'
import { prepareStart, processLog } from '../../infrastructure/composition/start-service'
import { httpApp } from './app'
import { provisionSample, sampleText } from './first-start'
import { baseUrlOf, listen, type RunningServer, startLater } from './server'
import { addressMistake, faultText } from './start-faults'

async function main(): Promise<number> {
  const reading = readConfig(process.env)
  if (reading.outcome === 'refused') return refuseStart(reading.mistakes)
  const { config, unknownVariables } = reading
  const { host, limits } = config
  const prepared = await prepareStart(config)
  if (prepared.outcome === 'refused') return refuseStart(prepared.mistakes)
  const requests = startLater()
  let server: RunningServer
  try {
    server = await listen(requests.listener, host, config.port)
  } catch (fault) {
    const mistake = addressMistake(fault, config)
    if (mistake === null) throw fault
    return refuseStart([mistake])
  }
  const log = processLog(config)
  const started = await prepared.open(log)
  if (started.outcome === 'refused') return refuseStart(started.mistakes)

  const { service, firstStart, keepsKeyfileIdentity } = started
  const { clock, newId } = service.ports
  const listeningAt = baseUrlOf(host, server.port)
  const publicUrl = config.publicUrl ?? listeningAt
  const { app, settled } = httpApp({
    useCases: service.useCases,
    credentials: service.credentials,
    ready: service.ready,
    log,
    newId,
    clock,
    publicUrl: () => publicUrl,
    limits: { maxUploadBytes: limits.maxUploadBytes, tokenMaxSeconds: limits.tokenMaxSeconds },
  })
  const stopping = stopSignal()
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
  const drainEnd = performance.now() + limits.drainSeconds * 1_000
  const answered = await server.close(limits.drainSeconds * 1_000)
  const settledInTime = await service.close(Math.max(0, drainEnd - performance.now()))
  await settled()
  return answered && settledInTime ? 0 : 1
}

function refuseStart(mistakes: readonly string[]): number {
  for (const mistake of mistakes) process.stderr.write(`${mistake}\n`)
  return 1
}

/** The first signal to stop. A second one ends the process at once, as it does by itself. */
async function stopSignal(): Promise<string> {
  const names = ['SIGTERM', 'SIGINT'] as const
  const first = await new Promise<string>((resolve) => {
    for (const name of names) process.once(name, resolve)
  })
  for (const name of names) process.removeAllListeners(name)
  return first
}

main().then(
  (code) => process.exit(code),
  (fault: unknown) => {
    process.stderr.write(`${faultText(fault)}\n`)
    process.exit(1)
  },
)
