import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { admissions } from '../../application/admissions'
import { discardExpiredResults } from '../../application/discard-expired-results'
import { openStore } from '../../application/open-store'
import type { CredentialIssuer, CredentialVerifier } from '../../application/ports/credentials'
import type { Log } from '../../application/ports/log'
import { catchUp as catchUpOf } from '../../application/projections/catch-up'
import { upToDate } from '../../application/projections/up-to-date'
import type { CheckReadiness } from '../../application/readiness'
import type { UseCases } from '../../application/use-cases'
import { ageSealing } from '../age/age'
import { masterKey } from '../crypto/master-key'
import { nameDigests } from '../crypto/name-digests'
import { projectPseudonymKey } from '../crypto/pseudonyms'
import { sha256 } from '../crypto/sha256'
import { tokenSecrets } from '../crypto/token-secrets'
import { csvTransformer } from '../csv/csv-transformer'
import { fileDatasetStore } from '../filesystem/dataset-store'
import { makePrivateDirectory } from '../filesystem/durable'
import { filePersonNames } from '../filesystem/person-names'
import { fileSpool } from '../filesystem/spool'
import { fileStoreMark } from '../filesystem/store-mark'
import { jwtIssuer, jwtVerifier } from '../jwt/jwt'
import { openSqliteEventStore } from '../sqlite/event-store'
import { openSqliteReadModels } from '../sqlite/read-models/read-models'
import { systemClock } from '../system/clock'
import { newId } from '../system/new-id'
import { pause } from '../system/pause'
import { isProvablyDead, processIdentity } from '../system/process-identity'
import { readXml } from '../xml/read-xml'
import type { Config } from './config'
import { composeUseCases } from './container'
import type { Secrets } from './load-secrets'
import type { Ports } from './ports'

/** The running service behind its ways in. */
export interface Service {
  readonly useCases: UseCases
  readonly credentials: CredentialVerifier
  readonly issuer: CredentialIssuer
  readonly ready: CheckReadiness
  readonly ports: Ports
  /** Lets the imports under way end for this long, then lets everything go. */
  close(drainMs: number): Promise<void>
}

/** Store, master key and data directory don't belong together; the message says how, in one line. */
export class StoreMismatch extends Error {
  override readonly name = 'StoreMismatch'
}

const mismatches = {
  'store-of-another-key':
    'The event store was made with another master key: start with the key it was made with.',
  'data-directory-of-another-store':
    'The data directory belongs to another event store: use the two that were made together.',
} as const

const maxDistinctValues = 1_000_000
const patienceMs = 10_000
const sweepMs = 15_000

/** `replaced` puts other ports in place of the usual ones, such as a test's clock. */
export async function openService(
  config: Config,
  secrets: Secrets,
  log: Log,
  replaced: Partial<Ports> = {},
): Promise<Service> {
  const { dataDir, datasetDir, limits } = config
  const key = masterKey(secrets.masterKey)
  const process = processIdentity().text
  const clock = replaced.clock ?? systemClock
  const datasets = fileDatasetStore(datasetDir, { process, isDead: isProvablyDead })
  const transformer = csvTransformer({
    pseudonymKey: (domain) => projectPseudonymKey(secrets.masterKey, domain),
  })
  await makePrivateDirectory(dataDir)
  const store = await openSqliteEventStore({
    path: path.join(dataDir, 'events.db'),
    streamPrefix: config.streamPrefix,
  })
  const models = await openSqliteReadModels({ path: path.join(dataDir, 'read-models.db') })
  const closeAdapters = async () => {
    await Promise.all([transformer.close(), store.close(), models.close()])
  }

  const mark = fileStoreMark(...new Set([dataDir, datasetDir]))
  const opened = await openStore({ store, newId, mark, masterKeyCheck: key.checkValue }).catch(
    async (fault) => {
      await closeAdapters()
      throw fault
    },
  )
  if (opened.outcome === 'refused') {
    await closeAdapters()
    throw new StoreMismatch(mismatches[opened.refusal.code])
  }
  await models.prepare(opened.storeId)
  await datasets.removeDeadStaging()

  const catchUp = catchUpOf({ store, models, log })
  const admission = admissions(limits.maxConcurrentImports)
  const ports: Ports = {
    store,
    models,
    datasets,
    transformer,
    clock,
    newId,
    pause,
    log,
    process,
    readXml,
    sha256,
    upToDate: upToDate({ store, catchUp }),
    openSpool: fileSpool(path.join(dataDir, 'spool')),
    names: filePersonNames(path.join(datasetDir, 'person-keys'), key),
    digests: nameDigests(key),
    secrets: tokenSecrets,
    sealing: ageSealing,
    admissions: admission,
    limits: { maxColumns: limits.maxColumns, maxRecordBytes: limits.maxRecordBytes, maxDistinctValues },
    keyfileRecipient: config.keyfileRecipient ?? secrets.generatedRecipient,
    maxSeconds: limits.tokenMaxSeconds,
    resultSeconds: limits.resultSeconds,
    patienceMs,
    ...replaced,
  }

  const ending = new AbortController()
  const following = catchUp.run(ending.signal)
  const sweep = discardExpiredResults(ports)
  const sweeping = setInterval(sweep, sweepMs).unref()
  await sweep()

  return {
    useCases: composeUseCases(ports),
    credentials: jwtVerifier(secrets, clock),
    issuer: jwtIssuer(secrets, clock),
    ports,
    async ready() {
      if (ending.signal.aborted) return { ready: false, reason: 'draining' }
      if (catchUp.state() === 'stopped-by-unknown-event') return { ready: false, reason: 'unknown-event' }
      try {
        await ports.store.head()
      } catch {
        return { ready: false, reason: 'event-store' }
      }
      return catchUp.state() === 'live' ? { ready: true } : { ready: false, reason: 'starting' }
    },
    async close(drainMs) {
      clearInterval(sweeping)
      await atMost(drainMs, admission.whenIdle())
      ending.abort()
      await following
      await closeAdapters()
    },
  }
}

/** Waits for what may take longer than that, and leaves no timer behind. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const done = new AbortController()
  const timer = setTimeout(ms, undefined, { signal: done.signal }).catch(() => undefined)
  await Promise.race([work, timer])
  done.abort()
}
