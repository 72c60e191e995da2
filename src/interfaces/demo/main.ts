import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { readConfig } from '../../infrastructure/composition/config'
import { packageVersion } from '../../infrastructure/composition/package-version'
import { prepareStart } from '../../infrastructure/composition/start-service'
import { httpApp } from '../http/app'
import { clientPatience } from '../http/client-patience'
import { baseUrlOf, listen } from '../http/server'
import { demoClient } from './client'
import { tell } from './tell'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

async function main(): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'aperture-demo-'))
  try {
    await demonstrate(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function demonstrate(directory: string): Promise<void> {
  const reading = readConfig({ APERTURE_DATA_DIR: path.join(directory, 'data') })
  if (reading.outcome === 'refused') throw new Error(reading.mistakes.join(' '))
  const { config } = reading
  const prepared = await prepareStart(config)
  if (prepared.outcome === 'refused') throw new Error(prepared.mistakes.join(' '))
  const started = await prepared.open(silent)
  if (started.outcome === 'refused') throw new Error(started.mistakes.join(' '))
  const { service } = started
  const { clock, newId, log } = service.ports
  const patience = clientPatience(config.limits)
  let url = ''
  const { app, settled } = httpApp({
    useCases: service.useCases,
    credentials: service.credentials,
    ready: service.ready,
    log,
    metrics: service.ports.metrics,
    newId,
    clock,
    version: packageVersion(),
    publicUrl: () => url,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    statusCodes: config.statusCodes,
    patience,
    limits: config.limits,
  })
  const server = await listen(app, '127.0.0.1', 0, patience)
  url = baseUrlOf('127.0.0.1', server.port)
  try {
    const samples = path.resolve(__dirname, '..', '..', '..', 'samples', 'heart-disease')
    const csv = await readFile(path.join(samples, 'patients.csv'))
    const client = demoClient({
      url,
      managementJwt: await service.issuer.management('demo', 600),
      dataJwt: await service.issuer.data('jdoe', 600),
      csv,
      definition: await readFile(path.join(samples, 'patients.xml')),
    })
    await tell(client, csv.toString(), (text) => process.stdout.write(`${text}\n`))
  } finally {
    const closed = server.close()
    await service.close(0)
    await settled()
    await closed
  }
}

main().catch((fault: unknown) => {
  process.stderr.write(`The demonstration stopped: ${(fault as Error).message}\n`)
  process.exitCode = 1
})
