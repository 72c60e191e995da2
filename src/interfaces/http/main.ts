import { openConfiguredService } from '../../infrastructure/composition/configured-service'
import { httpApp } from './app'
import { provisionSample, sampleText } from './first-start'
import { baseUrlOf, listen } from './server'

async function main(): Promise<number> {
  const opened = await openConfiguredService(process.env)
  if (opened.outcome === 'refused') {
    for (const mistake of opened.mistakes) process.stderr.write(`${mistake}\n`)
    return 1
  }
  const { service, config, firstStart } = opened
  const { log, clock, newId } = service.ports
  const { limits } = config
  let publicUrl = config.publicUrl ?? ''
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
  const server = await listen(app, config.host, config.port)
  publicUrl ||= baseUrlOf(config.host, server.port)
  log.info('listening', { host: config.host, port: server.port, url: publicUrl })
  if (firstStart) {
    const sample = await provisionSample(service.useCases, newId())
    process.stdout.write(sampleText(sample, baseUrlOf(config.host, server.port)))
  }

  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT']) process.once(name, resolve)
  })
  log.info('stopping', { signal })
  const closed = server.close()
  await service.close(limits.drainSeconds * 1_000)
  await settled()
  await closed
  return 0
}

main().then(
  (code) => process.exit(code),
  (fault: unknown) => {
    // Faults of a start are told by class and code only: their messages name paths.
    const { name, code } = fault as { readonly name?: string; readonly code?: string }
    process.stderr.write(`The service can't go on: ${name ?? 'a fault'}${code ? ` (${code})` : ''}.\n`)
    process.exit(1)
  },
)
