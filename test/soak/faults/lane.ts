import { randomUUID } from 'node:crypto'
import { AppendOutcomeUnknown } from '../../../src/application/execute'
import { EventStoreUnavailable } from '../../../src/application/ports/event-store'
import {
  type EventStoreDbEventStoreOptions,
  openEventStoreDbEventStore,
} from '../../../src/infrastructure/eventstoredb/event-store'
import { type EventStoreServer, startEventStoreServer } from '../../support/eventstoredb/server'
import { identifierOf, uploadWith } from '../../support/external-upload'
import { type RunningService, runService } from '../../support/running-service'
import { onServer } from '../../support/test-store'
import type { UploadResponse } from '../../support/upload'
import type { Kind } from './matrix'

/** All in milliseconds. */
export interface Times {
  /** From when a wave's faults have all met their appends. */
  readonly faultMs: number
  /** After the end of the fault, until every upload has ended with the truth. */
  readonly deadlineMs: number
  /** In place of the times that the service has: shorter ones. */
  readonly service?: {
    readonly store: Omit<EventStoreDbEventStoreOptions, 'connectionString' | 'streamPrefix'>
    /** How long an unclear outcome is waited for until the client is told. */
    readonly patienceMs: number
  }
}

/** A server and a service on it. */
export interface Lane {
  readonly server: EventStoreServer
  readonly prefix: string
  readonly service: RunningService
  issue(): Promise<string>
  upload(kind: Kind, token: string, uuid?: string): Promise<UploadResponse>
  close(): Promise<void>
}

export const uploader = 'jdoe'

export async function openLane({ service: times }: Times): Promise<Lane> {
  const server = await startEventStoreServer()
  const env = onServer(server)
  const prefix = env.APERTURE_STREAM_PREFIX
  const store =
    times &&
    (await openEventStoreDbEventStore({
      connectionString: server.connectionString,
      streamPrefix: prefix,
      ...times.store,
    }))
  const replaced = times && store ? { store, patienceMs: times.patienceMs } : {}
  const service = await runService({ env, replaced })
  await service.provisionUser(uploader)
  await service.provisionProject('Heart study', uploader)
  return {
    server,
    prefix,
    service,
    async issue() {
      for (;;) {
        const issued = await service
          .issueToken({ projectId: 1, user: uploader, expiresInSeconds: 3_600 })
          .catch(unlessUnavailable)
        if (issued !== null) return issued
      }
    },
    upload: (kind, token, uuid = randomUUID()) =>
      uploadWith(service, token, kind === 'external' ? identifierOf(uuid) : '', kind),
    async close() {
      await service.end()
      await store?.close()
      await server.close()
    },
  }
}

/** A store that has just come back may be more than a service of short patience waits for. */
function unlessUnavailable(fault: unknown): null {
  if (fault instanceof EventStoreUnavailable || fault instanceof AppendOutcomeUnknown) return null
  throw fault
}
