import path from 'node:path'
import { admissions } from '../../application/admissions'
import { commitTimes } from '../../application/commit-times'
import type { Reached } from '../../application/ports/fail-point'
import type { HistoryMark } from '../../application/ports/history-mark'
import type { Log } from '../../application/ports/log'
import { type CatchUp, catchUp as catchUpOf } from '../../application/projections/catch-up'
import { upToDate } from '../../application/projections/up-to-date'
import { ageSealing, recipientOf } from '../age/age'
import { masterKey } from '../crypto/master-key'
import { nameDigests } from '../crypto/name-digests'
import { projectPseudonymKey } from '../crypto/pseudonyms'
import { sha256 } from '../crypto/sha256'
import { tokenSecrets } from '../crypto/token-secrets'
import { csvTransformer } from '../csv/csv-transformer'
import { storedRows } from '../csv/stored-rows'
import { type FileDatasetStore, fileDatasetStore } from '../filesystem/dataset-store'
import { fileExportCredentials } from '../filesystem/export-credentials'
import { roomBelow } from '../filesystem/free-space'
import { fileHistoryMark } from '../filesystem/history-mark'
import { filePersonNames } from '../filesystem/person-names'
import { emptySpool, fileSpool } from '../filesystem/spool'
import { prometheusMetrics } from '../prometheus/metrics'
import { openSqliteReadModels } from '../sqlite/read-models/read-models'
import { systemClock } from '../system/clock'
import { newId } from '../system/new-id'
import { pause } from '../system/pause'
import { isProvablyDead, processIdentity } from '../system/process-identity'
import { readXml } from '../xml/read-xml'
import type { Config } from './config'
import { openHistory } from './history'
import { faultLine } from './history-faults'
import type { Secrets } from './load-secrets'
import { measuredAppends } from './measured-appends'
import { planningLimits } from './planning-limits'
import type { Ports } from './ports'
import { toldAppends } from './told-appends'
import { unrefused } from './unrefused'

/** Everything that the service stands on, opened. */
export interface Adapters {
  readonly ports: Ports
  readonly catchUp: CatchUp
  readonly datasets: FileDatasetStore
  readonly mark: HistoryMark
  emptySpool(): Promise<void>
  close(): Promise<void>
}

const patienceMs = 10_000

/** `replaced` puts other ports in place of the usual ones, `reached` hears of an import's points. Rejects as `openHistory`. */
export async function openAdapters(
  config: Config,
  secrets: Secrets,
  log: Log,
  replaced: Partial<Ports>,
  reached?: Reached,
): Promise<Adapters> {
  const { dataDir, datasetDir, limits } = config
  const key = masterKey(secrets.masterKey)
  const keyfileRecipient = config.keyfileRecipient ?? (await generatedRecipient(secrets))
  const onFault = (fault: unknown) => log.error(faultLine(fault), fault)
  const { store, storeId } = await openHistory(config, key, onFault)
  const models = await openReadModels(dataDir, storeId).catch(async (fault) => {
    await store.close()
    throw fault
  })

  const process = processIdentity().text
  const datasets = fileDatasetStore(datasetDir, {
    process,
    isDead: isProvablyDead,
    ...(reached && { reached }),
  })
  const transformer = csvTransformer({
    pseudonymKey: (domain) => projectPseudonymKey(secrets.masterKey, domain),
    workers: limits.workers,
    ...(reached && { reached }),
  })
  const spoolDir = path.join(dataDir, 'spool')
  const history = unrefused(store, log)
  const catchUp = catchUpOf({ store: history, models, log })
  const imports = admissions(limits.maxConcurrentImports)
  const metrics = prometheusMetrics({ importsUnderWay: () => imports.underWay().length })
  const measured = measuredAppends(history, metrics)
  const ports: Ports = {
    store: reached ? toldAppends(measured, reached) : measured,
    models,
    datasets,
    transformer,
    readTableRows: storedRows,
    newId,
    pause,
    log,
    metrics,
    process,
    isDead: isProvablyDead,
    times: commitTimes,
    readXml,
    sha256,
    clock: systemClock,
    upToDate: upToDate({ store: history, catchUp }),
    openSpool: fileSpool(spoolDir, reached),
    hasRoom: roomBelow([spoolDir, datasetDir], limits.minFreeBytes),
    names: filePersonNames(path.join(datasetDir, 'person-keys'), key),
    exportCredentials: fileExportCredentials(path.join(datasetDir, 'export-credentials'), key),
    digests: nameDigests(key),
    secrets: tokenSecrets,
    sealing: ageSealing,
    admissions: imports,
    limits: planningLimits(config),
    keyfileRecipient,
    maxSeconds: limits.tokenMaxSeconds,
    resultSeconds: limits.resultSeconds,
    patienceMs,
    ...replaced,
  }
  const close = async () => {
    await Promise.all([transformer.close(), store.close(), models.close()])
  }
  const mark = fileHistoryMark(path.join(dataDir, 'settled.json'))
  return { ports, catchUp, datasets, mark, emptySpool: () => emptySpool(spoolDir), close }
}

const generatedRecipient = async ({ keyfileIdentity }: Secrets): Promise<string | null> =>
  keyfileIdentity === null ? null : recipientOf(keyfileIdentity)

/** Those of this store, which may be behind it. */
async function openReadModels(dataDir: string, storeId: string) {
  const models = await openSqliteReadModels({ path: path.join(dataDir, 'read-models.db') })
  try {
    await models.prepare(storeId)
    return models
  } catch (fault) {
    await models.close()
    throw fault
  }
}
