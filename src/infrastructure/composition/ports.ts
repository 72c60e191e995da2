import type { Admissions } from '../../application/admissions'
import type { CommitTimes } from '../../application/commit-times'
import type { PlanningLimits } from '../../application/plan-upload'
import type { Clock } from '../../application/ports/clock'
import type { DatasetStore } from '../../application/ports/dataset-store'
import type { ReadXml } from '../../application/ports/definition-reader'
import type { EventStore } from '../../application/ports/event-store'
import type { ExportCredentials } from '../../application/ports/export-credentials'
import type { NewId } from '../../application/ports/ids'
import type { Log } from '../../application/ports/log'
import type { Metrics } from '../../application/ports/metrics'
import type { NameDigests } from '../../application/ports/name-digests'
import type { Pause } from '../../application/ports/pause'
import type { PersonNames } from '../../application/ports/person-names'
import type { IsProvablyDead } from '../../application/ports/process-life'
import type { ReadModels } from '../../application/ports/read-models'
import type { HasRoom } from '../../application/ports/room'
import type { Sealing } from '../../application/ports/sealing'
import type { Sha256 } from '../../application/ports/sha256'
import type { OpenSpool } from '../../application/ports/spool'
import type { ReadTableRows } from '../../application/ports/table-rows'
import type { TableTransformer } from '../../application/ports/table-transformer'
import type { TokenSecrets } from '../../application/ports/token-secrets'
import type { UpToDate } from '../../application/projections/up-to-date'

/** What use cases are made of, by the names under which they ask for it. */
export interface Ports {
  readonly store: EventStore
  readonly models: ReadModels
  readonly upToDate: UpToDate
  readonly datasets: DatasetStore
  readonly openSpool: OpenSpool
  readonly hasRoom: HasRoom
  readonly transformer: TableTransformer
  readonly readTableRows: ReadTableRows
  readonly readXml: ReadXml
  readonly names: PersonNames
  readonly exportCredentials: ExportCredentials
  readonly digests: NameDigests
  readonly secrets: TokenSecrets
  readonly sealing: Sealing
  readonly sha256: Sha256
  readonly clock: Clock
  readonly newId: NewId
  readonly pause: Pause
  readonly log: Log
  readonly metrics: Metrics
  readonly admissions: Admissions
  /** This process, as it is told to others. */
  readonly process: string
  readonly isDead: IsProvablyDead
  readonly times: CommitTimes
  readonly limits: PlanningLimits
  readonly keyfileRecipient: string | null
  readonly maxSeconds: number
  readonly resultSeconds: number
  readonly patienceMs: number
}
