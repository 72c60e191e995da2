import type { Clock } from '../../application/ports/clock'
import type { CredentialVerifier } from '../../application/ports/credentials'
import type { Reached } from '../../application/ports/fail-point'
import type { NewId } from '../../application/ports/ids'
import type { Log } from '../../application/ports/log'
import type { Metrics } from '../../application/ports/metrics'
import type { CheckReadiness } from '../../application/readiness'
import type { UseCases } from '../../application/use-cases'
import type { AddressRange } from './client-address'
import type { ClientPatience } from './client-patience'

export type StatusCodes = 'http' | 'manual'

export interface HttpDeps {
  readonly useCases: UseCases
  readonly credentials: CredentialVerifier
  readonly ready: CheckReadiness
  readonly log: Log
  readonly metrics: Pick<Metrics, 'requestEnded' | 'requestRefused' | 'exposition'>
  readonly newId: NewId
  readonly clock: Clock
  /** Of the service, as its description tells it. */
  readonly version: string
  /** The base of the URLs in answers, without a slash at its end; known only once the server listens. */
  readonly publicUrl: () => string
  /** Aborts when the service is told to stop: who waits for something to happen is answered at once. */
  readonly stopping?: AbortSignal
  /** For a test that ends the process around an answer. */
  readonly reached?: Reached
  /** The origins whose pages may upload and read; see `corsFor`. */
  readonly corsOrigins: readonly string[]
  /** The proxies whose word is taken for where a request comes from. */
  readonly trustedProxies: readonly AddressRange[]
  /** `manual`: whatever isn't a success of an upload is 500, as its clients know it (manual, chapter 10). */
  readonly statusCodes: StatusCodes
  readonly patience: ClientPatience
  /** As uploads and tokens are held to them, and as they are told. */
  readonly limits: {
    readonly maxUploadBytes: number
    readonly maxRecordBytes: number
    readonly maxColumns: number
    readonly tokenMaxSeconds: number
  }
}
