import { uploadRefusals } from '../domain/upload-refusals'
import { type Execution, execute } from './execute'
import type { Clock } from './ports/clock'
import type { Log } from './ports/log'
import { streams } from './streams'
import type { RefusalToRecord } from './upload-refusal'

/** Records a refusal behind its answer: once and best effort, since nobody waits for it. */
export type RecordRefusal = (refusal: RefusalToRecord, requestId: string) => Promise<void>

export const recordRefusal =
  (deps: Execution & { readonly clock: Clock; readonly log: Log }): RecordRefusal =>
  async (refusal, requestId) => {
    const command = { type: 'RecordRefusal', ...refusal, at: deps.clock() } as const
    const metadata = { correlationId: requestId, causationId: requestId, actor: { kind: 'token' } } as const
    try {
      await execute(deps, streams.refusals(refusal.tokenId), uploadRefusals, command, metadata)
    } catch (fault) {
      deps.log.error('a refusal could not be recorded', fault, { reason: refusal.reason })
    }
  }
