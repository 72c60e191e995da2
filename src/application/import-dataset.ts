import type { ImportKind } from '../domain/import-kind'
import { uploadToken } from '../domain/upload-token'
import { type CommitDeps, commitImport } from './commit-import'
import { type DestinationDeps, destinationOf } from './destinations'
import { load } from './execute'
import type { ImportReceipt } from './import-receipt'
import { type EventMetadata, EventStoreUnavailable } from './ports/event-store'
import type { Log } from './ports/log'
import type { Pause } from './ports/pause'
import { DiskFull } from './ports/spool'
import { type PrepareDeps, prepareImport } from './prepare-import'
import { type PresentedUpload, presentToken } from './present-token'
import type { ProvenToken } from './prove-token'
import { streams } from './streams'
import { describeToken, type ReportedImport, type StatusDeps } from './token-status'
import type { UploadPart } from './upload-parts'
import { type RefusalToRecord, refusalToRecord, type UploadRefusal } from './upload-refusal'

export interface Upload {
  readonly kind: ImportKind
  readonly parts: AsyncIterable<UploadPart>
  /** Aborts when the client is gone. A commit that has begun goes on. */
  readonly signal: AbortSignal
  readonly requestId: string
}

export type UploadAnswer =
  | { readonly outcome: 'imported'; readonly receipt: ImportReceipt }
  | {
      readonly outcome: 'refused'
      readonly refusal: UploadRefusal
      /** What `recordRefusal` is to record behind the answer; `null`: nothing. */
      readonly record: RefusalToRecord | null
      /** Of a token that was used already: the import that spent it. */
      readonly spentBy: ReportedImport | null
    }

export interface ImportDeps extends PrepareDeps, CommitDeps, DestinationDeps, StatusDeps {
  readonly pause: Pause
  readonly log: Log
  /** How long an unclear outcome is waited for before the client is told. */
  readonly patienceMs: number
}

/** Rejects with `ClientGone` when nobody waits for an answer any more, and with faults. */
export type ImportDataset = (upload: Upload) => Promise<UploadAnswer>

type ImportResult =
  | { readonly outcome: 'imported'; readonly receipt: ImportReceipt }
  | { readonly outcome: 'refused'; readonly refusal: UploadRefusal }

const refused = (refusal: UploadRefusal): ImportResult => ({ outcome: 'refused', refusal })

/** The service's main job: token, form, de-identification, commit; one path for all three kinds. */
export const importDataset =
  (deps: ImportDeps): ImportDataset =>
  async (upload) => {
    const parts = upload.parts[Symbol.asyncIterator]()
    const first = await parts.next()
    if (first.done === true) throw new Error('the form ended without a word')
    if (first.value.part === 'refused') return tellStranger(first.value.refusal)
    if (first.value.part !== 'token') throw new Error('the form does not begin with its token')
    const presentation = await presentToken(deps, first.value.value, upload.kind)
    if (presentation.outcome === 'refused') {
      const { refusal, proven } = presentation
      return proven === null ? tellStranger(refusal) : tellHolder(deps, proven, refusal)
    }

    const presented = presentation.upload
    const { tokenId } = presented.grant
    const admission = deps.admissions.admit(tokenId)
    if (!admission.admitted) return tellHolder(deps, presentation.proven, admission.refusal)
    const result = await answerInTime(deps, presented, upload, parts, admission.release)
    if (result.outcome === 'refused') return tellHolder(deps, presentation.proven, result.refusal)
    deps.admissions.forget(tokenId)
    return result
  }

/** Starts the import and waits for its end, or until its outcome has been unclear for too long. */
async function answerInTime(
  deps: ImportDeps,
  presented: PresentedUpload,
  upload: Upload,
  parts: AsyncIterator<UploadPart>,
  release: () => void,
): Promise<ImportResult> {
  const importId = deps.newId()
  let unclear = () => {}
  const outOfPatience = new Promise<void>((resolve) => {
    unclear = resolve
  }).then(() => deps.pause(deps.patienceMs))

  const running = runImport(deps, importId, presented, upload, parts, () => unclear()).finally(release)
  let answered = false
  running.catch((fault) => {
    if (answered) deps.log.error('an import failed behind its answer', fault, { importId })
  })
  const result = await Promise.race([
    running,
    outOfPatience.then(() => refused({ code: 'outcome-unknown', importId })),
  ])
  answered = true
  return result
}

async function runImport(
  deps: ImportDeps,
  importId: string,
  presented: PresentedUpload,
  { signal, requestId }: Upload,
  parts: AsyncIterator<UploadPart>,
  unclear: () => void,
): Promise<ImportResult> {
  const metadata: EventMetadata = {
    correlationId: requestId,
    causationId: requestId,
    actor: { kind: 'token', subject: presented.grant.userId },
  }
  try {
    if (!(await deps.hasRoom())) return refused({ code: 'disk-full' })
    const destination = await destinationOf(deps, presented)
    const staging = await deps.datasets.stage(importId)
    try {
      const preparation = await prepareImport(deps, importId, presented, parts, destination, staging, signal)
      if (preparation.outcome === 'refused') return preparation
      const persistence = { pause: deps.pause, unclear }
      return await commitImport(deps, preparation.prepared, destination, staging, persistence, metadata)
    } finally {
      await staging.discard()
    }
  } catch (fault) {
    if (fault instanceof DiskFull) return refused({ code: 'disk-full' })
    if (fault instanceof EventStoreUnavailable) return refused({ code: 'store-unavailable' })
    throw fault
  }
}

/** Whoever does not know the secret leaves no trace in the history. */
const tellStranger = (refusal: UploadRefusal): UploadAnswer => ({
  outcome: 'refused',
  refusal,
  record: null,
  spentBy: null,
})

async function tellHolder(
  deps: ImportDeps,
  proven: ProvenToken,
  refusal: UploadRefusal,
): Promise<UploadAnswer> {
  const { tokenId } = proven
  const record = refusalToRecord(tokenId, refusal)
  if (refusal.code === 'token-already-used') {
    // It may have been spent since it was presented here.
    const { state } = await load(deps.store, streams.uploadToken(tokenId), uploadToken)
    if (state.status === 'none') throw new Error('a proven token has no history')
    const { import: spentBy } = await describeToken(deps, { ...proven, state })
    return { outcome: 'refused', refusal, record, spentBy }
  }
  if (record !== null && proven.state.status === 'issued') deps.admissions.countRefusal(tokenId)
  return { outcome: 'refused', refusal, record, spentBy: null }
}
