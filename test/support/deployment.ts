import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { admissions } from '../../src/application/admissions'
import { commitTimes } from '../../src/application/commit-times'
import type { DatasetStore } from '../../src/application/ports/dataset-store'
import type { EventMetadata, EventStore } from '../../src/application/ports/event-store'
import type { Log } from '../../src/application/ports/log'
import type { Pause } from '../../src/application/ports/pause'
import type { PersonNames } from '../../src/application/ports/person-names'
import type { TableTransformer } from '../../src/application/ports/table-transformer'
import { catchUp as catchUpOf } from '../../src/application/projections/catch-up'
import { upToDate } from '../../src/application/projections/up-to-date'
import type { UseCases } from '../../src/application/use-cases'
import { ageSealing } from '../../src/infrastructure/age/age'
import { composeUseCases } from '../../src/infrastructure/composition/container'
import type { Ports } from '../../src/infrastructure/composition/ports'
import { masterKey } from '../../src/infrastructure/crypto/master-key'
import { nameDigests } from '../../src/infrastructure/crypto/name-digests'
import { projectPseudonymKey } from '../../src/infrastructure/crypto/pseudonyms'
import { sha256 } from '../../src/infrastructure/crypto/sha256'
import { tokenSecrets } from '../../src/infrastructure/crypto/token-secrets'
import { storedRows } from '../../src/infrastructure/csv/stored-rows'
import { transformTable } from '../../src/infrastructure/csv/transform-table'
import { fileSpool } from '../../src/infrastructure/filesystem/spool'
import { memoryDatasetStore } from '../../src/infrastructure/memory/dataset-store'
import { memoryEventStore } from '../../src/infrastructure/memory/event-store'
import { memoryExportCredentials } from '../../src/infrastructure/memory/export-credentials'
import { memoryPersonNames } from '../../src/infrastructure/memory/person-names'
import { memoryReadModels } from '../../src/infrastructure/memory/read-models'
import { readXml } from '../../src/infrastructure/xml/read-xml'
import { publishedMasterKey } from './published-keys'
import { silentMetrics } from './silent-metrics'
import { temporaryDirectory } from './temporary-directory'

export const byManagement: EventMetadata = {
  correlationId: 'request',
  causationId: 'request',
  actor: { kind: 'management', client: 'portal' },
}

/** When a deployment's clock begins, until a test moves it. */
export const begin = Date.parse('2031-05-17T08:00:00Z')

export interface Node {
  readonly useCases: UseCases
  readonly ports: Ports
}

/** What the nodes of a deployment share: history, files and names, all in memory; only staging lies on disk. */
export interface Deployment {
  readonly history: EventStore
  readonly datasets: DatasetStore
  readonly names: PersonNames
  /** The ids of all imports whose files were ever begun. */
  readonly begun: readonly string[]
  readonly clock: { now: number }
  /** What was logged as an error. */
  readonly errors: readonly unknown[]
  /** The service over these ports; `replaced` puts others in place of the usual ones. */
  node(replaced?: Partial<Ports>): Node
  end(): Promise<void>
}

export async function deployment(): Promise<Deployment> {
  const directory = await temporaryDirectory()
  await mkdir(path.join(directory.path, 'staging'))
  const clock = { now: begin }
  const errors: unknown[] = []
  const log: Log = { info() {}, warn() {}, error: (_message, fault) => void errors.push(fault) }
  const key = masterKey(publishedMasterKey)
  const history = memoryEventStore({ clock: () => clock.now })
  const begun: string[] = []
  const datasets = rememberingBegun(
    memoryDatasetStore(path.join(directory.path, 'staging'), () => clock.now),
    begun,
  )
  const names = memoryPersonNames()
  const exportCredentials = memoryExportCredentials()
  const models = memoryReadModels()
  await models.prepare('a store')
  const ending = new AbortController()
  const catchUp = catchUpOf({ store: history, models, log })
  const following = catchUp.run(ending.signal)

  const node = (replaced: Partial<Ports> = {}): Node => {
    const ports: Ports = {
      store: history,
      models,
      upToDate: upToDate({ store: history, catchUp }),
      datasets,
      openSpool: fileSpool(path.join(directory.path, 'spool')),
      hasRoom: async () => true,
      transformer: inThisThread,
      readTableRows: storedRows,
      readXml,
      names,
      exportCredentials,
      digests: nameDigests(key),
      secrets: tokenSecrets,
      sealing: ageSealing,
      sha256,
      clock: () => clock.now,
      newId: randomUUID,
      pause: neverOutOfPatience,
      log,
      metrics: silentMetrics,
      admissions: admissions(32),
      process: 'host+boot+1+2+3',
      isDead: () => false,
      times: commitTimes,
      limits: { maxColumns: 100, maxRecordBytes: 10_000, maxDistinctValues: 1_000 },
      keyfileRecipient: null,
      maxSeconds: 86_400,
      resultSeconds: 3_600,
      patienceMs,
      ...replaced,
    }
    return { ports, useCases: composeUseCases(ports) }
  }
  return {
    history,
    datasets,
    names,
    begun,
    clock,
    errors,
    node,
    async end() {
      ending.abort()
      await following
      await directory.remove()
    },
  }
}

const rememberingBegun = (datasets: DatasetStore, begun: string[]): DatasetStore => ({
  ...datasets,
  stage(importId) {
    begun.push(importId)
    return datasets.stage(importId)
  },
})

const patienceMs = 10_000
const soon = () => new Promise<void>((resolve) => setImmediate(resolve))
const neverOutOfPatience: Pause = (ms) => (ms === patienceMs ? new Promise(() => {}) : soon())

/** Every pause is over at once, also that before a client is told that the outcome is unclear. */
export const withoutPatience: Pause = soon

/** The transformer's own work without its threads. */
const inThisThread: TableTransformer = {
  transform: (plan, source, target) => {
    const pseudonymKey = projectPseudonymKey(publishedMasterKey, plan.pseudonymDomain)
    return transformTable({ plan, target, pseudonymKey }, source)
  },
}
